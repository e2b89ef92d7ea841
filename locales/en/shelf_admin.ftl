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
