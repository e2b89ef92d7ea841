# Покупатели и их заказы — для тех, кто ведёт магазин.
order-refund-preview = Вернуть покупателю <b>{ $amount }</b> по заказу #{ $order } ({ $name })?
order-refund-before = Цена { $charge } · уже возвращено { $refunded }
order-refund-done = ✅ По заказу #{ $order } возвращено { $amount }; покупателю сообщили.
message-preview = Отправить это покупателю { $name }?
message-done = ✅ Отправляется.
notice-shop-message =
    <b>Сообщение от магазина</b>
    { $text }
error-refund-nothing = По заказу #{ $order_id } нечего возвращать: деньги не списаны или уже возвращены полностью.
error-refund-too-much = Вернуть можно не больше { $left }.
error-refund-moved = По этому заказу за это время уже что-то вернули. Посмотрите, пожалуйста, ещё раз.
error-ban-staff = Этот человек ведёт магазин вместе с вами: сначала снимите роль.
error-percent = Это не процент. Он выглядит так: 25 или 12.5; off убирает наценку.

customer-markup = Собственная наценка: { $percent }%
customer-spent = Заказов: { $count } · потрачено { $amount }
customer-notes = Заметки:
customer-note = { $date }: { $text }
note-kept = ✅ Заметка сохранена. Её видите только вы и те, кто ведёт магазин.

usage-ban =
    Кому закрыть новые заказы? Открытые заказы выполняются.
    Например: <code>/ban 123456789</code>
usage-unban =
    Кому снова можно заказывать?
    Например: <code>/unban 123456789</code>
ban-sure = Закрыть новые заказы для { $name } (<code>{ $id }</code>)? Открытые выполняются, возвраты придут на баланс.
ban-done = ✅ { $name } (<code>{ $id }</code>) может смотреть и читать, но не заказывать.
unban-done = ✅ { $name } (<code>{ $id }</code>) снова может заказывать.

ask-note = Пришлите заметку. Покупатели её никогда не видят.
ask-message = Пришлите сообщение. Перед отправкой вы увидите его ещё раз.
ask-credit = Сколько { $currency } зачислить? Можно добавить заметку. Например: <code>10.00 спасибо</code>
ask-debit = Сколько { $currency } списать? Можно добавить заметку. Например: <code>2.50 оплачено дважды</code>
ask-refund = Сколько вернуть по заказу #{ $order }? Не больше { $left }. Например: <code>0.50</code>

stuck-none = ✅ Ничего не застряло: все заказы в обычных сроках.
stuck-title = <b>{ $count ->
        [one] { $count } заказ выполняется дольше обычного
        [few] { $count } заказа выполняются дольше обычного
       *[other] { $count } заказов выполняются дольше обычного
    }</b>
stuck-usual = #{ $order }: девять из десяти заказов этой услуги были готовы за { $usual }.
stuck-guessed = #{ $order }: для измерений заказов пока мало; долгим считается больше { $usual }.
timeline-title = <b>Заказ #{ $order } с самого начала</b>
period-minutes = { $count } мин
period-hours = { $count } ч
period-days = { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }

button-credit = Зачислить
button-debit = Списать
button-note = Заметка
button-message = Написать
button-own-markup = Своя наценка
button-ban = Закрыть заказы
button-unban = Открыть заказы
button-stuck = Застрявшие заказы
button-give-back-all = Вернуть всё
button-give-back-part = Вернуть часть
button-timeline = С самого начала
