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
