# Customers and their orders, for the people who run the shop.
order-refund-preview = Give <b>{ $amount }</b> of order #{ $order } ({ $name }) back to the customer?
order-refund-before = Charge { $charge } · given back so far { $refunded }
order-refund-done = ✅ { $amount } of order #{ $order } given back; the customer has been told.
message-preview = Send this to { $name }?
message-done = ✅ It is on its way.
notice-shop-message =
    <b>A message from the shop</b>
    { $text }
error-refund-nothing = Nothing of order #{ $order_id } can be given back: no money was captured, or all of it was given back.
error-refund-too-much = At most { $left } can be given back.
error-refund-moved = Something of this order was given back meanwhile. Please look again.
error-ban-staff = This person runs the shop with you: take the role away first.
error-percent = That is not a percent. It should look like 25 or 12.5; off takes it away.

customer-markup = Markup of their own: { $percent }%
customer-spent = Orders: { $count } · spent { $amount }
customer-notes = Notes:
customer-note = { $date }: { $text }
note-kept = ✅ The note is kept. Only you and the others who run the shop see it.

usage-ban =
    Who is closed for new orders? Open orders go on.
    For example: <code>/ban 123456789</code>
usage-unban =
    Who may order again?
    For example: <code>/unban 123456789</code>
ban-sure = Close the account of { $name } (<code>{ $id }</code>) for new orders? Open orders go on, refunds reach the wallet.
ban-done = ✅ { $name } (<code>{ $id }</code>) can look and read, but not order.
unban-done = ✅ { $name } (<code>{ $id }</code>) can order again.

ask-note = Send the note. Customers never see it.
ask-message = Send the message. You will see it once more before it goes out.
ask-credit = How much { $currency } to add, and a note if you like? For example: <code>10.00 thank you</code>
ask-debit = How much { $currency } to take, and a note if you like? For example: <code>2.50 paid twice</code>
ask-refund = How much of order #{ $order } is to be given back? { $left } at most. For example: <code>0.50</code>

stuck-none = ✅ Nothing is stuck: no order is open longer than usual.
stuck-title = <b>{ $count ->
        [one] One order is open longer than usual
       *[other] { $count } orders are open longer than usual
    }</b>
stuck-usual = #{ $order }: nine of ten orders of this service were done within { $usual }.
stuck-guessed = #{ $order }: too few orders of this service to measure; more than { $usual } counts as long.
timeline-title = <b>Order #{ $order }, from the beginning</b>
period-minutes = { $count } min
period-hours = { $count } h
period-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }

button-credit = Credit
button-debit = Debit
button-note = Add a note
button-message = Write to them
button-own-markup = Own markup
button-ban = Close for orders
button-unban = Open for orders
button-stuck = Stuck orders
button-give-back-all = Give all back
button-give-back-part = Give a part back
button-timeline = From the beginning
