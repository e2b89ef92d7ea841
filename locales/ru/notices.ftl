# Сообщения, которые приходят сами.
notice-order-card = <b>Заказ #{ $order }</b> · { $mark } { $state }
notice-order-finished = { $mark } <b>Заказ #{ $order }: { $state }</b>
notice-order-corrected = { $mark } <b>Заказ #{ $order } уточнён: { $state }</b>
notice-order-rejected = { $mark } <b>Заказ #{ $order }: { $state }</b>
notice-order-being-checked = { $mark } <b>Заказ #{ $order }: { $state }</b>
notice-delivered = Выполнено { $delivered } из { $quantity }, осталось { $remains }.
notice-given-back = Возвращено: <b>{ $amount }</b>.
notice-wallet = Теперь на балансе: { $balance }
notice-wallet-credited = 💳 На ваш баланс зачислено <b>{ $amount }</b>.
notice-wallet-debited = С вашего баланса списано <b>{ $amount }</b>.
notice-note = «{ $note }»
notice-refill-changed = <b>Заказ #{ $order }</b>
notice-cancel-changed = <b>Заказ #{ $order }</b>

notice-admin-order-unknown =
    🔎 <b>Заказ #{ $order_id } ждёт решения</b>
    Неизвестно, есть ли он у поставщика { $provider }: { $error }
    { $service_name } · удержано { $charge }. Сам он повторно не отправится.
notice-admin-order-rejected =
    <b>Поставщик { $provider } отказал в заказе #{ $order_id }</b>
    { $service_name }
    { $error }
    Деньги возвращены покупателю.
notice-admin-order-missing =
    <b>Заказ #{ $order_id } пропал у поставщика { $provider }</b>
    Его номер там, { $provider_order_id }, больше не известен. Запросы продолжаются; пожалуйста, спросите поставщика.
notice-admin-unknown-word =
    <b>{ $provider } отвечает незнакомым словом</b>: «{ $word }»
    Заказ #{ $order_id }. Его состояние не изменилось, запросы продолжаются.
notice-admin-provider-down =
    <b>{ $provider } не отвечает</b>
    { $error }
    Пока это так, его услуги не продаются.
notice-admin-provider-back = <b>{ $provider } снова отвечает.</b> Его услуги опять в продаже.
notice-admin-first-sync =
    <b>Прайс-лист поставщика { $provider } получен</b>
    Пока вы не выберете, ничего из него не продаётся.
notice-admin-sync-report = <b>Прайс-лист поставщика { $provider }</b>
notice-admin-update-parked =
    <b>Одно сообщение не удалось обработать</b> (обновление { $update_id }), оно отложено.
    { $error }
notice-admin-ledger-broken =
    ⚠️ <b>Счета не сходятся</b>
    Пожалуйста, остановите продажи и сначала разберитесь с этим.
notice-admin-order-evidence = 🔎 <b>Заказ #{ $order_id }</b>: что удалось узнать у { $provider }
