# One question for each field of an order.
ask-title = <b>{ $name }</b> · step { $step } of { $steps }
ask-drip-feed-title = <b>Drip-feed</b> of { $name } · step { $step } of 2
ask-optional = You can skip this.
ask-limits = From { $min } to { $max }.
ask-limits-lines = From { $min } to { $max } lines.

ask-link =
    Send the link the order is for.
    For example: <code>https://example.com/p/abc123</code>
ask-link-handle = A name like <code>@username</code> is fine too.
ask-quantity =
    How many? Send a number.
    For example: <code>{ $example }</code>
ask-comments =
    Send the comments, one on each line. A long list can come as a .txt file.
    For example:
    <code>Great photo!
    Love it</code>
ask-usernames =
    Send the usernames, one on each line, or as a .txt file.
    For example:
    <code>first_user
    second_user</code>
ask-username =
    Send the username.
    For example: <code>username</code>
ask-keywords =
    Send the keywords, one on each line, or as a .txt file.
    For example: <code>buy shoes online</code>
ask-hashtags =
    Send the hashtags, one on each line, or as a .txt file.
    For example: <code>#travel</code>
ask-hashtag =
    Which hashtag?
    For example: <code>#travel</code>
ask-media =
    Send the link to the post whose likers are to be mentioned.
    For example: <code>https://example.com/p/abc123</code>
ask-answer-number =
    Which answer of the poll? Send its number, counted from the top.
    For example: <code>{ $example }</code>
ask-groups =
    Send the groups, one on each line, or as a .txt file.
    For example: <code>https://example.com/groups/abc</code>
ask-min =
    What is the least for each post? The exact number will lie between the least and the most.
    For example: <code>{ $example }</code>
ask-max =
    And the most for each post?
    For example: <code>{ $example }</code>
ask-posts =
    For how many new posts?
    For example: <code>{ $example }</code>
ask-old-posts =
    For how many posts that are there already?
    For example: <code>{ $example }</code>
ask-delay = How long to wait after a new post before it starts?
ask-expiry =
    Until what day should new posts be served? Choose it below, or send a date.
    For example: <code>31/12/2027</code>
ask-country =
    Visitors from which country? Tap it, or send another one by its name or code.
    For example: <code>JP</code>
ask-device = Which device should the visitors use?
ask-type-of-traffic = Where should the visitors come from?
ask-google-keyword =
    Which words do they search for?
    For example: <code>buy shoes online</code>
ask-referring-url =
    Which page do they come from? Send its link.
    For example: <code>https://example.com/page</code>
ask-runs =
    In how many portions should it be delivered? Each one is the whole quantity, so the total grows with them.
    For example: <code>{ $example }</code>
ask-interval =
    How many minutes between two portions?
    For example: <code>{ $example }</code>

# The names of the answers on the quote and on the order's card.
answer = { $name }: { $value }
answer-lines = { $count ->
        [one] one line
       *[other] { $count } lines
    } ({ $first })
answer-drip-feed = Drip-feed: { $runs } × { $each }, every { $minutes ->
        [one] minute
       *[other] { $minutes } minutes
    }
field-link = Link
field-quantity = Quantity
field-comments = Comments
field-usernames = Usernames
field-username = Username
field-keywords = Keywords
field-hashtags = Hashtags
field-hashtag = Hashtag
field-media = Post
field-answer-number = Answer number
field-groups = Groups
field-min = At least for a post
field-max = At most for a post
field-posts = New posts
field-old-posts = Posts there already
field-delay = Delay
field-expiry = Until
field-country = Country
field-device = Device
field-type-of-traffic = Visitors come from
field-google-keyword = Search words
field-referring-url = Referring page
field-runs = Portions
field-interval = Minutes between portions

choice-delay = { $value ->
        [0] At once
        [60] 1 hour
        [90] 1.5 hours
        [120] 2 hours
        [150] 2.5 hours
        [180] 3 hours
        [210] 3.5 hours
        [240] 4 hours
        [270] 4.5 hours
        [300] 5 hours
        [360] 6 hours
        [420] 7 hours
        [480] 8 hours
        [540] 9 hours
        [600] 10 hours
       *[other] { $value } min
    }
choice-device = { $value ->
        [1] Desktop
        [2] Android
        [3] iPhone and iPad
        [4] Mobile, mixed
        [5] All devices
       *[other] { $value }
    }
choice-type-of-traffic = { $value ->
        [1] Google search
        [2] Another site
        [3] Directly
       *[other] { $value }
    }
