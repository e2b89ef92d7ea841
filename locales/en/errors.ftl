# What went wrong, by the error's code: plain text, no markup (they are shown in toasts too).
error-internal = Something went wrong on our side. If nothing follows in a minute, please try again; nothing is charged twice.
error-input = That doesn't look right. Please try again.
error-not-found = I can't find that.
error-not-allowed = This is not possible here.
error-conflict = Somebody was faster. Please look again.
error-ledger-broken = Something is wrong with the accounts. The people who run this shop have been told.

error-order = I can't find this order.
error-quote = I can't find this price any more. Please start again from /catalog.
error-customer = This person is not known here: they have to write to the bot first.
error-action = I can't find this any more.
error-banned = Your account is closed for new orders. Open orders go on.
error-terms = Please accept the shop's terms first: /start
error-terms-version = The terms have changed since. Here is the new version.

error-insufficient-funds = { $missing } is missing: your wallet has { $available }. Nothing was charged.
error-quote-expired = The price was shown too long ago, so here is a fresh one. Nothing was charged.
error-price-changed = The price has changed since it was shown. Nothing was charged. This is the new one.
error-not-on-sale = This is not for sale any more.
error-service-gone = This service is not for sale any more. Please choose another one.
error-provider-away = This service is not available now: the supplier doesn't answer. Nothing was charged, please try again a little later.
error-link-busy = Your order #{ $order_id } on this link is being checked. Please wait until that is clear, so that you don't pay twice.

error-question-is-over = This question is over. Go on with my newest message, or start again from the catalog.
error-answer-missing = An answer is missing. Please start again from /catalog.
error-posts-none = That makes no posts at all. Please send a number of at least one.
error-not-a-number = “{ $typed }” is not a number I can use. Please send digits only, for example 1000.
error-number-out-of-range = { $typed } is not possible here. Please send a number from { $min } to { $max }.
error-not-a-choice = Please choose one of the buttons.
error-not-a-date = I need a date like 31/12/2027. Or tap a day in the calendar.
error-date-in-the-past = That day is over. Please choose one from tomorrow on.
error-list-empty = The list is empty. Please send at least one line.
error-list-too-long = The list is too long: { $limit_kb } KB at most.
error-list-line-too-long = Line { $line } is too long: { $limit } characters at most.
error-list-line-characters = Line { $line } holds characters that can't be used.
error-list-out-of-range = That is { $lines ->
        [one] one line
       *[other] { $lines } lines
    }. Please send from { $min } to { $max }.
error-file-too-big = The file is too big: { $limit_kb } KB at most.
error-file-not-text = I can't read this file. Please send plain text in a .txt file (UTF-8).
error-text-empty = Please send a few words.
error-text-too-long = That is too long: { $limit } characters at most.
error-text-characters = There are characters in it that can't be used.
error-username-characters = A username is one word without blanks. Please try again.
error-link-empty = Please send a link.
error-link-too-long = This link is too long: { $limit } characters at most.
error-link-characters = There are blanks or hidden characters in this link. Please copy it once more; it starts with https://
error-link-handle = This service needs a full link that starts with https:// and not a name.
error-link-scheme = A link has to start with https:// or http://. Please copy it once more.
error-link-host = This link names no site that I know of. Please copy it once more, for example https://example.com/p/abc123
error-link-user = A link with a password in it can't be used. Please send it without.
error-link-malformed = This is not a link that I can use. It should look like https://example.com/p/abc123

error-refresh-too-soon = This is the latest: I looked a moment ago. Again in { $seconds ->
        [one] a second
       *[other] { $seconds } seconds
    }.
error-refill-not-offered = A refill is not possible for this order now.
error-cancel-not-offered = This order can't be canceled any more.
error-already-asked = It has been asked for already.

error-amount-not-a-number = “{ $typed }” is not an amount. It should look like 10 or 10.50.
error-amount-too-fine = “{ $typed }” has too many decimals: six at most.
error-amount-out-of-range = “{ $typed }” is not an amount that can be booked.
error-debit-too-much = The wallet has only { $available }.
error-markup-out-of-range = The markup is a number from { $min } to { $max }.
error-action-expired = This preview is too old. Please start anew.
error-id-taken = This id belongs to order #{ $order_id } already.
error-id-not-at-provider = The provider does not know the id { $provider_order_id }.
error-provider-unknown = The provider { $provider } is not set up here any more.
error-provider-silent = The provider could not be asked: { $error }
error-already-decided = Order #{ $order_id } has been decided already.
error-no-candidate = No order that could be #{ $order_id } was found at the provider.
error-second-same-provider = Both services are of the same provider; a second provider is needed.
error-second-other-type = These services are of different types, one can't stand in for the other.
error-second-no-currency = One of the providers has no known currency or rate, so costs can't be compared.
error-service = There is no such service.

shop-read-only = ⏳ The shop can't write anything down for a moment, so it takes no orders. Your message is kept, and I'll answer as soon as that is over.
shop-read-only-admin = ⚠️ <b>The database can't be written</b>: the disk may be full. The shop takes nothing until that is mended; nothing is lost. See the log.
