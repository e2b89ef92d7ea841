quote-title = <b>Please check your order</b>
quote-service = { $name }
quote-quantity = Quantity in all: { $quantity }
quote-total = <b>Total: { $total }</b>
quote-wallet = In your wallet: { $available }, afterwards { $after }
quote-short = ⚠️ Your wallet has { $available }: { $missing } is missing.
quote-held = That is the most it can cost. What the posts leave of it comes back to your wallet at the end.
quote-active = ⚠️ Your order #{ $order } on this link is still running. Two at once may get in each other's way.
quote-expires = The price holds until { $time }.
quote-dropped = Canceled. Nothing was charged.

# The words for an order's state.
state-pending = Pending
state-processing = Processing
state-in-progress = In progress
state-completed = Completed
state-partial = Partial
state-canceled = Canceled
state-being-checked = Being checked
state-refused = Refused
mark-pending = 🕓
mark-processing = 🕓
mark-in-progress = ⏳
mark-completed = ✅
mark-partial = 🌓
mark-canceled = ↩️
mark-being-checked = 🔎
mark-refused = ⛔

orders-title = { $count ->
        [one] <b>My orders</b>: one so far
       *[other] <b>My orders</b>: { $count }
    }
orders-title-group = <b>My orders</b> · { $group }: { $count }
orders-all = All
orders-running = Running
orders-completed = Completed
orders-given-back = Money back
orders-none = No orders yet. Your first one is a few taps away.

order-title = <b>Order #{ $order }</b> · { $mark } { $state }
order-service = { $name }
order-progress = { $bar } { $percent }%
order-remains = Remains: { $remains }
order-start-count = Start count: { $count }
order-posts = Posts served: { $posts ->
        [0] { $done }
       *[other] { $done } of { $posts }
    }
order-runs = Portions delivered: { $done } of { $runs }
order-children = Orders started: { $count }
order-quantity = Quantity in all: { $quantity }
order-charge = Charge: { $charge }
order-refunded = Given back: <b>{ $amount }</b>
order-date = Ordered: { $date }
order-being-checked =
    We are checking whether the supplier has taken this order. Your { $charge } are held, not lost. I'll write as soon as it is clear.
order-refused =
    { $reason }
    { $charge } are back in your wallet.
order-refreshed = Asked for the latest. The card changes by itself.
order-refill-asked = The refill is asked for.
order-cancel-asked = The cancel is asked for. The money returns when the supplier confirms it.

request-refill-asked = Refill: asked for
request-refill-pending = Refill: accepted, waiting
request-refill-in-progress = Refill: in progress
request-refill-done = Refill: done ✓
request-refill-refused = Refill: refused by the supplier
request-cancel-asked = Cancel: asked for
request-cancel-pending = Cancel: accepted, waiting
request-cancel-in-progress = Cancel: in progress
request-cancel-done = Cancel: done ✓
request-cancel-refused = Cancel: refused by the supplier, the order goes on

# Why an order was refused, where it helps the customer.
refusal-other = The supplier did not take this order.
refusal-invalid-link = The supplier did not accept this link. Is the page public, and of the right kind?
refusal-invalid-quantity = The supplier did not accept this quantity.
refusal-quantity-above-max = The supplier did not accept this quantity: it is too large at the moment.
refusal-quantity-below-min = The supplier did not accept this quantity: it is too small at the moment.
refusal-duplicate-active-order = The supplier is still working on another order for this link. Please try again when it is done.
refusal-service-unavailable = This service is not available at the moment.
refusal-invalid-service = This service is not available any more.

balance-available = <b>Available: { $amount }</b>
balance-held = Held for orders being placed: { $amount }
balance-debt = Owed: { $amount }
balance-last = Last movements:
balance-empty = No movements yet.
statement-line = { $date }  <b>{ $amount }</b>  { $what }
statement-order = { $what } #{ $order }
statement-note = { $what }: { $note }
posting-hold = Order
posting-capture = Paid
posting-release = Given back, order
posting-refund = Given back, order
posting-credit = Added
posting-debit = Taken off
posting-topup = Top-up

topup-choose = <b>Top up your wallet</b>
    Choose a way to pay:
topup-by-contact = <b>Top up your wallet</b>
    Write to { $contact } and name your number <code>{ $customer }</code>. I'll tell you as soon as the money is in your wallet.
topup-by-admins = <b>Top up your wallet</b>
    The people who run this shop add money by hand. Name your number to them: <code>{ $customer }</code>. I'll tell you as soon as it is in your wallet.
