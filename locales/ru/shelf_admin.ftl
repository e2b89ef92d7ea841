# Что продаётся и по какой цене — для тех, кто ведёт магазин.
markup-own-preview = Назначить наценку <b>{ $new }%</b>: { $subject }?
markup-own-done = ✅ Теперь наценка { $new }%: { $subject }.
markup-off-preview = Убрать собственную наценку: { $subject }? Тогда действует следующая подходящая.
markup-off-done = ✅ Собственной наценки больше нет: { $subject }.
markup-of-customer = покупатель { $name } (<code>{ $id }</code>)
markup-of-service = услуга { $name } (№ { $id })
markup-of-category = категория { $name } (№ { $id })
markup-touches = Затронет услуг в продаже: { $count }
markup-loses = ⚠️ Это <b>ниже себестоимости</b>: каждый заказ принесёт убыток.
publish-done-on = { $count ->
        [one] ✅ В продаже ещё { $count } услуга.
        [few] ✅ В продаже ещё { $count } услуги.
       *[other] ✅ В продаже ещё { $count } услуг.
    }
publish-done-off = { $count ->
        [one] ✅ Снята с продажи { $count } услуга.
        [few] ✅ Сняты с продажи { $count } услуги.
       *[other] ✅ Снято с продажи { $count } услуг.
    }
error-link-denied = Для ссылок на { $host } этот магазин заказы не принимает. Пришлите, пожалуйста, другую ссылку.
error-deny-entry = Это не слово и не сайт, которые можно запретить. Сайт выглядит так: example.com
error-deny-too-many = Список полон: не больше { $limit } записей.
error-category = Такой категории нет.

usage-deny =
    Слово или сайт, и какой именно.
    Например: <code>/deny word казино</code> или <code>/deny host example.com</code>. Без слов — весь список.
search-nothing-shelf = По запросу «{ $words }» в прайсах поставщиков ничего нет.
ware-title = <b>{ $name }</b> · № { $id }
ware-providers-name = У поставщика называется: { $name }
ware-provider = { $provider }, услуга { $service }
ware-profit = Себестоимость { $cost } · прибыль { $profit } · наценка { $percent }%
ware-markup-service = Наценка — своя у этой услуги.
ware-markup-category = Наценка — своя у категории.
ware-markup-customer = Наценка — своя у покупателя.
ware-no-rate = Для валюты поставщика нет курса: продажу включит EXCHANGE_RATES в .env.
ware-on = ✅ В продаже
ware-off = ⬜ Не продаётся
ware-gone = В прайсе поставщика её больше нет.
ware-denied = 🚫 Не продаётся: в названии есть запрещённое слово.
category-renamed = ✅ У категории новое название.

deny-title =
    <b>Что никогда не продаётся</b>
    Услуга с таким словом в названии не продаётся; заказ для такого сайта вежливо отклоняется.
deny-words = Слова: { $words }
deny-hosts = Сайты: { $hosts }
deny-none = Пока ничего не запрещено.
ask-deny-word = Пришлите слово. Услуги с ним в названии сразу снимутся с продажи.
ask-deny-host = Пришлите сайт, например <code>example.com</code>. Всё, что лежит под ним, тоже запретится.
ask-own-name = Пришлите название, которое увидят покупатели. <code>off</code> вернёт название поставщика.
ask-own-description = Пришлите описание, которое увидят покупатели. <code>off</code> вернёт описание поставщика.
ask-markup = Сколько процентов? <code>off</code> убирает собственную наценку. Например: <code>25</code>

button-deny = Не продаём
button-deny-word = Запретить слово
button-deny-host = Запретить сайт
button-found-on = В продажу: { $count }
button-found-off = Снять с продажи: { $count }
button-put-on = В продажу
button-take-off = Снять с продажи
button-own-name = Своё название
button-own-description = Своё описание

sync-new-names = 🆕 Новое: { $names }
sync-gone-names = ➖ Пропало: { $names }
sync-up = ▲ № { $id } { $name }: { $percent }%
sync-down = ▼ № { $id } { $name }: { $percent }%
sync-was-free = ▲ № { $id } { $name }: было бесплатно
sync-stopped = ⛔ № { $id } { $name }: { $percent }%, убыток стал бы больше согласованного, поэтому продажа остановлена.
