# Магазин в числах и присмотр за поставщиками.
stats-day = Последние 24 часа
stats-week = Последние 7 дней
stats-month = Последние 30 дней
stats-title = <b>{ $period }</b> (UTC)
stats-money =
    Оборот: <b>{ $turnover }</b> · возвращено: { $refunds }
    Поставщикам: { $cost } · прибыль: <b>{ $profit }</b>
stats-orders = Принято заказов: { $orders } · новых покупателей: { $customers }
stats-states = Все сделанные заказы: { $states }
stats-none = За это время заказов нет.

usage-stats =
    За какое время: day, week или month?
    Например: <code>/stats week</code>

chart-turnover = Оборот
chart-profit = Прибыль
chart-orders = Заказы
chart-customers = Новые покупатели
chart-states = Заказы по состояниям
chart-none = Заказов пока нет

league-title = <b>Поставщики</b> · { $period }
league-none = За это время заказов нет.
league-provider = <b>{ $provider }</b> · заказов: { $orders }
league-ended = Выполнено { $completed }% · частично { $partial }% · отменено { $canceled }%
league-open = Ни один пока не завершён.
league-time = Медиана до выполнения: { $time }
league-trouble = Отказов: { $rejected } · проверяется: { $unknown }

usage-export =
    <b>/export orders|ledger|customers [С ПО]</b>: таблица (заказы, проводки, покупатели).
    Например: <code>/export orders 2025-11-01 2025-11-30</code>
export-caption = { $rows ->
        [one] { $rows } строка
        [few] { $rows } строки
       *[many] { $rows } строк
    } · время по UTC
export-part = Часть { $part } · строк: { $rows }
export-empty = За это время выгружать нечего.

watch-balance = Осталось там: <b>{ $amount }</b>
watch-there = Теперь там: <b>{ $amount }</b>
watch-lasts = При темпе последней недели этого хватит примерно на столько дней: { $days }.
watch-top-up = Пополните баланс у поставщика. То, за что там нечем платить, не продаётся.

notice-admin-low-balance = 🪫 <b>У { $provider } заканчиваются деньги</b>
notice-admin-sale-stopped =
    ⛔ <b>У { $provider } не хватает денег на заказы</b>
    Из-за этого он отклонил заказ #{ $order_id }; деньги вернулись покупателю. Его услуги не продаются, пока баланс не пополнен; я проверяю примерно раз в минуту.
notice-admin-sale-resumed = ✅ <b>{ $provider }: баланс пополнен</b>, его услуги снова продаются.
notice-admin-failures =
    ⚠️ <b>У { $provider } не проходят заказы</b>
    { $failed } из последних { $total } отклонены или остались без ясного ответа. Последний: { $error }

button-stats = Числа
button-day = День
button-week = Неделя
button-month = Месяц
button-league = Поставщики

audit-export = выгружена таблица:

command-stats = Оборот, прибыль и заказы картинкой
command-export = Заказы, проводки или покупатели таблицей
error-provider-short = Эта услуга сейчас недоступна. Ничего не списано, попробуйте немного позже.
