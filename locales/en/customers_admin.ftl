# Customers and their orders, for the people who run the shop.
order-refund-preview = Give <b>{ $amount }</b> of order #{ $order } ({ $name }) back to the customer?
order-refund-before = Charge { $charge } · given back so far { $refunded }
order-refund-done = ✅ { $amount } of order #{ $order } given back; the customer has been told.
message-preview = Send this to { $name }?
message-done = ✅ It is on its way.
shop-message =
    <b>A message from the shop</b>
    { $text }
error-refund-nothing = Nothing of order #{ $order_id } can be given back: no money was captured, or all of it was given back.
error-refund-too-much = At most { $left } can be given back.
error-refund-moved = Something of this order was given back meanwhile. Please look again.
