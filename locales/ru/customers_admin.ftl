# Покупатели и их заказы — для тех, кто ведёт магазин.
order-refund-preview = Вернуть покупателю <b>{ $amount }</b> по заказу #{ $order } ({ $name })?
order-refund-before = Цена { $charge } · уже возвращено { $refunded }
order-refund-done = ✅ По заказу #{ $order } возвращено { $amount }; покупателю сообщили.
message-preview = Отправить это покупателю { $name }?
message-done = ✅ Отправляется.
shop-message =
    <b>Сообщение от магазина</b>
    { $text }
error-refund-nothing = По заказу #{ $order_id } нечего возвращать: деньги не списаны или уже возвращены полностью.
error-refund-too-much = Вернуть можно не больше { $left }.
error-refund-moved = По этому заказу за это время уже что-то вернули. Посмотрите, пожалуйста, ещё раз.
