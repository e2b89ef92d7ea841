catalog-title = <b>Каталог</b>
catalog-choose-category = Выберите категорию:
catalog-empty = Полки ещё заполняются. Загляните, пожалуйста, чуть позже.
catalog-away = ⚠️ Поставщики сейчас не отвечают. Осмотреться можно, а заказать получится чуть позже.

category-title = <b>{ $name }</b>
category-choose-service = Выберите услугу. Цены — за 1000 или за один пакет:

search-found = По запросу «{ $words }» { $count ->
        [one] нашлась { $count } услуга:
        [few] нашлись { $count } услуги:
       *[other] нашлось { $count } услуг:
    }
search-more = Их больше, чем { $shown }: ещё одно слово сузит поиск.
search-nothing = По запросу «{ $words }» ничего не нашлось. Попробуйте слово покороче или загляните в каталог.

service-title = <b>{ $name }</b>
service-category = <i>{ $name }</i>
service-price-1000 = Цена за 1000: <b>{ $price }</b>
service-price-order = Цена за один заказ: <b>{ $price }</b>
service-limits = От { $min } до { $max }
service-refill = ✓ Восполним, если количество упадёт
service-cancel = ✓ Можно отменить, пока выполняется
service-dripfeed = ✓ Постепенная доставка: частями
service-description = { $text }
service-away = ⚠️ Сейчас недоступно. Попробуйте, пожалуйста, чуть позже.
