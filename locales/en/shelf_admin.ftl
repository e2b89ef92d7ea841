# What is on sale and at what price, for the people who run the shop.
markup-own-preview = Markup of { $subject }: <b>{ $new }%</b>?
markup-own-done = ✅ The markup of { $subject } is { $new }% now.
markup-off-preview = Take the markup of { $subject } away? The next one that fits holds then.
markup-off-done = ✅ { $subject } has no markup of its own any more.
markup-of-customer = customer { $name } (<code>{ $id }</code>)
markup-of-service = service { $name } (#{ $id })
markup-of-category = category { $name } (#{ $id })
markup-touches = Services on sale that it touches: { $count }
markup-loses = ⚠️ This sells <b>below cost</b>: every order loses money.
publish-done-on = { $count ->
        [one] ✅ One service is on sale now.
       *[other] ✅ { $count } services are on sale now.
    }
publish-done-off = { $count ->
        [one] ✅ One service is off sale now.
       *[other] ✅ { $count } services are off sale now.
    }
error-link-denied = This shop takes no orders for links to { $host }. Please send another link.
error-deny-entry = That is not a word or a site that can be denied. A site looks like example.com
error-deny-too-many = The list is full: { $limit } entries at most.
error-category = There is no such category.

usage-deny =
    A word or a site, and which one.
    For example: <code>/deny word casino</code> or <code>/deny host example.com</code>. Without words it shows the list.
search-nothing-shelf = Nothing found for “{ $words }” in the providers' price lists.
ware-title = <b>{ $name }</b> · #{ $id }
ware-providers-name = The provider calls it: { $name }
ware-provider = { $provider }, service { $service }
ware-profit = Cost { $cost } · profit { $profit } · markup { $percent }%
ware-markup-service = The markup is this service's own.
ware-markup-category = The markup is the category's own.
ware-markup-customer = The markup is the customer's own.
ware-no-rate = The provider's currency has no rate here: EXCHANGE_RATES in .env turns its sale on.
ware-on = ✅ On sale
ware-off = ⬜ Not on sale
ware-gone = The provider's list doesn't have it any more.
ware-denied = 🚫 Not sold: its name holds a denied word.
category-renamed = ✅ The category has its new name.

deny-title =
    <b>What is never sold</b>
    A service whose name has one of the words is not sold; an order for one of the sites is refused kindly.
deny-words = Words: { $words }
deny-hosts = Sites: { $hosts }
deny-none = Nothing is denied yet.
ask-deny-word = Send the word. Every service whose name has it is off sale from then on.
ask-deny-host = Send the site, for example <code>example.com</code>. All that lies below it is denied too.
ask-own-name = Send the name that customers are to read. <code>off</code> brings the provider's name back.
ask-own-description = Send the description that customers are to read. <code>off</code> brings the provider's back.
ask-markup = How many percent? <code>off</code> takes the markup of its own away. For example: <code>25</code>

button-deny = Never sold
button-deny-word = Deny a word
button-deny-host = Deny a site
button-found-on = Put all { $count } on sale
button-found-off = Take all { $count } off sale
button-put-on = Put on sale
button-take-off = Take off sale
button-own-name = Own name
button-own-description = Own description

sync-new-names = 🆕 New: { $names }
sync-gone-names = ➖ Gone: { $names }
sync-up = ▲ #{ $id } { $name }: { $percent }%
sync-down = ▼ #{ $id } { $name }: { $percent }%
sync-was-free = ▲ #{ $id } { $name }: was free
sync-stopped = ⛔ #{ $id } { $name }: { $percent }%, it would lose more than you agreed to, so its sale was stopped.
