"""The wares of the demo: neutral services of every type, some with names that are hard on a screen.

Each is (type, name, rate, min, max, flags); the flags are letters: r refill, c cancel, d drip-feed.
"""

from __future__ import annotations

Ware = tuple[str, str, str, int, int, str]

WARES: dict[str, tuple[Ware, ...]] = {
    "🌐 Website visits": (
        ("Default", "Website visits | worldwide", "0.90", 50, 10_000, "rcd"),
        ("Default", "Website visits | Europe | 60 seconds on the page", "1.45", 100, 50_000, "rcd"),
        ("Default", "Website visits from phones", "1.10", 100, 100_000, "cd"),
        ("Default", "Landing page test: real readers, < 24 h", "6.20", 20, 2_000, "c"),
        ("Web Traffic", "Visits by country & device", "1.75", 500, 200_000, "c"),
        (
            "Web Traffic",
            "Visits by country, from a search or a referrer of your choice",
            "2.30",
            500,
            100_000,
            "rc",
        ),
        ("Web Traffic", "Тёплый трафик на сайт по странам", "1.95", 1_000, 50_000, "c"),
        ("Default", "QR code scans at our stands 📱", "4.80", 10, 5_000, ""),
    ),
    "✉️ Newsletters & podcasts": (
        ("Default", "Newsletter mention: readers reached", "3.40", 500, 80_000, "c"),
        ("Mentions", "Bulletin credits for the people you list", "5.50", 10, 5_000, "c"),
        ("Mentions with Hashtags", "Podcast thanks, with names and topic tags", "7.25", 10, 2_000, "c"),
        ("Mentions Hashtag", "Themed digest entry under one tag", "2.60", 50, 20_000, "rc"),
        ("Mentions User Followers", "Digest to the readers of your own bulletin", "1.20", 100, 25_000, "c"),
        ("Package", "Podcast intro, 20 seconds, voice & music 🎙️", "18.50", 1, 1, "c"),
        ("Package", "Jingle, three drafts to choose from", "42", 1, 1, ""),
        ("Subscriptions", "Show notes for every new episode", "850", 1, 20, "c"),
    ),
    "🖨️ Print & stickers": (
        ("Default", "Die-cut vinyl stickers, 5 cm", "64.00", 25, 10_000, "c"),
        ("Default", "Business cards, uncoated paper", "38.50", 50, 20_000, "c"),
        ("Default", "Posters A2 <matt> & <gloss>", "890", 5, 500, ""),
        ("Mentions Custom List", "Name badges, one for each name", "410", 5, 1_000, "c"),
        ("Mentions Media Likers", "Photo book copies for the guests of an album", "5200", 1, 200, ""),
        ("Invites from Groups", "Printed invitations for the clubs you list 🎟️", "520", 10, 3_000, "c"),
        ("Custom Comments", "Greeting cards written by hand, one text a line ✍️", "1900", 1, 300, "c"),
        ("Custom Comments Package", "Set of gift tags with your own lines", "12.90", 2, 24, "c"),
    ),
    "📝 Writing & SEO": (
        ("SEO", "SEO article on your keywords, per 1000 words", "24", 300, 20_000, "rc"),
        ("SEO", "Glossary page for your shop, by keyword", "31.50", 200, 8_000, "rc"),
        ("SEO", "Статья для блога по ключевым словам", "15.75", 300, 15_000, "rc"),
        ("Default", "Proofreading, per 1000 words", "9.60", 200, 100_000, "c"),
        ("Default", "Product descriptions for a catalogue", "2100", 3, 400, "c"),
        ("Package", "Press release, one page, sent to the editor you name", "55", 1, 1, ""),
        ("Comment Replies", "Guestbook answers in your own words", "700", 2, 200, "c"),
    ),
    "🗣️ Translation & subtitles": (
        ("Default", "Captions translated EN → ES, per 1000 words", "38", 100, 50_000, "c"),
        (
            "Default",
            "Captions translated EN → DE/FR/IT, checked by a second translator",
            "52",
            100,
            50_000,
            "rc",
        ),
        ("Default", "Перевод описаний EN → RU, за 1000 слов", "21.40", 100, 30_000, "c"),
        ("Default", "ترجمة الأوصاف إلى العربية", "27", 100, 20_000, "c"),
        ("Default", "Subtitles for video, per 1000 seconds", "19.90", 60, 36_000, "rc"),
        ("Subscriptions", "Subtitles for each new video of a channel of yours", "640", 1, 10, "c"),
        ("Subscriptions", "Alt texts for new pictures ♿", "120", 1, 50, "c"),
        ("Package", "Menu of a restaurant in four languages 🍽️", "74", 1, 1, "c"),
    ),
    "📷 Photo & video": (
        ("Default", "Photo retouching: light and colour", "310", 5, 2_000, "rc"),
        ("Default", "Background removed, transparent PNG", "190", 5, 5_000, "rc"),
        ("Default", "Old photographs restored & coloured", "2400", 1, 200, "rc"),
        ("Package", "Logo cleaned up as vector <SVG + PDF>", "16", 1, 1, "rc"),
        ("Package", "Short film cut from your footage, 60 seconds 🎬", "95", 1, 1, ""),
        ("Custom Comments", "Caption cards for a slide show, one a line", "260", 3, 400, "c"),
        (
            "Default",
            "360° panorama stitched from your pictures, with hotspots & floor plan, as a page 🏠✨",
            "7800",
            1,
            40,
            "c",
        ),
    ),
    "📊 Surveys & tests": (
        ("Poll", "Tasting panel: votes for one answer of your own survey", "140", 10, 1_000, "c"),
        ("Poll", "Name contest: jury votes by answer number", "220", 5, 500, "c"),
        ("Default", "Survey answers from students", "460", 10, 2_000, "rc"),
        ("Default", "Опрос: ответы читателей", "330", 10, 3_000, "c"),
        ("Default", "App tried out by testers, with a report 🧪", "3900", 1, 100, "r"),
        ("Comment Likes", "Certificates for a workshop's best answer", "85", 5, 500, "c"),
        ("Mentions", "Invited jurors by name", "950", 3, 60, ""),
    ),
    "📚 Directories & listings": (
        ("Package", "Listing in the city guide, one year", "29", 1, 1, "r"),
        ("Package", "Map entry checked & corrected 📍", "7.50", 1, 1, "r"),
        ("Default", "Directory listings, local", "480", 5, 300, "rc"),
        ("Default", "Directory listings, trade & craft", "620", 5, 150, "rc"),
        ("SEO", "Category page in the trade directory, by keyword", "18.20", 100, 5_000, "r"),
        ("Invites from Groups", "Open-day invitations for the societies you list", "75", 20, 4_000, "c"),
        ("Custom Comments Package", "Questions & answers for your listing", "14.40", 3, 30, "c"),
        ("Default", "Event calendar entries 📅", "350", 1, 500, "c"),
    ),
}
"""Category to its wares; sixty in all."""
