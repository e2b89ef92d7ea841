catalog-title = <b>Catalog</b>
catalog-choose-category = Choose a category:
catalog-empty = The shelves are being filled. Please look in again a little later.
catalog-away = ⚠️ Our suppliers don't answer at the moment. You can look around; ordering will be back soon.

category-title = <b>{ $name }</b>
category-choose-service = Choose a service. Prices are for 1000, or for one package:

search-found = { $count ->
        [one] One service for “{ $words }”:
       *[other] { $count } services for “{ $words }”:
    }
search-more = There are more than { $shown }: another word would narrow it down.
search-nothing = Nothing found for “{ $words }”. Try a shorter word, or look through the catalog.

service-title = <b>{ $name }</b>
service-category = <i>{ $name }</i>
service-price-1000 = Price of 1000: <b>{ $price }</b>
service-price-order = Price of one order: <b>{ $price }</b>
service-limits = Min { $min } · max { $max }
service-refill = ✓ Refill if the count drops
service-cancel = ✓ Can be canceled while it runs
service-dripfeed = ✓ Drip-feed: delivered in portions
service-description = { $text }
service-away = ⚠️ Not available now. Please try again a little later.
