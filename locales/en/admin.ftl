# For the people who run the shop.
admin-lines = <pre>{ $lines }</pre>

usage-credit =
    Who, how much, and a note if you like.
    For example: <code>/credit 123456789 10.00 thank you</code>
usage-debit =
    Who, how much, and a note if you like.
    For example: <code>/debit 123456789 2.50 paid twice</code>
usage-customer =
    Whose card? A Telegram id, a name, or the number of an order.
    For example: <code>/customer 123456789</code>, <code>/customer @name</code> or <code>/customer #12</code>
usage-markup =
    How many percent over the providers' rates? For all, or for one category, service or customer.
    For example: <code>/markup 30</code>, <code>/markup 25 category 3</code>, <code>/markup 12.5 service 12</code>,
    <code>/markup 5 customer 123456789</code>; <code>/markup off service 12</code> takes it away.

credit-preview = Add <b>{ $amount }</b> to the wallet of { $name } (<code>{ $id }</code>)?
debit-preview = Take <b>{ $amount }</b> from the wallet of { $name } (<code>{ $id }</code>)?
adjustment-balance = Available: { $before } → { $after }
credit-done = ✅ Done: { $amount } added to the wallet of <code>{ $id }</code>.
debit-done = ✅ Done: { $amount } taken from the wallet of <code>{ $id }</code>.
action-dropped = Canceled. Nothing was changed.

markup-preview = Change the markup from { $old }% to <b>{ $new }%</b>?
markup-kept-preview = Keep the markup of <b>{ $new }%</b>?
markup-example-kept = { $name }: { $after }, profit { $profit }
markup-example = { $name }: { $before } → { $after }, profit { $profit }
markup-note = A price that a customer was shown before is made anew when they confirm. Providers with a markup of their own keep it.
markup-done = ✅ The markup is { $new }% now.

ledger-holds =
    ✅ <b>The ledger adds up.</b>
    Postings: { $postings } · accounts: { $accounts } · orders: { $orders }
ledger-broken = ⚠️ <b>The ledger does not add up.</b> Problems: { $count }

customer-title = <b>{ $name }</b> · <code>{ $id }</code>
customer-username = @{ $username }
customer-since = Here since { $date }
customer-unreachable = Has blocked the bot: { $date }
customer-banned = Closed for new orders: { $date }
orders-none-yet = No orders yet.

shelf-empty = No provider's price list has been read yet. See /providers.
shelf-title =
    <b>What is on sale</b>: { $on } of { $total } services
    Tap a category to choose.
shelf-category =
    <b>{ $name }</b>
    On sale: { $on } of { $total }. Tap a service to switch it; the number is the provider's rate.
shelf-everything-on = Put all { $total } services on sale? Customers see them at once.
shelf-everything-off = Take everything off sale? Open orders go on.
shelf-changed = { $count ->
        [one] One service changed.
       *[other] { $count } services changed.
    }

sync-asked = The price lists are being read. I'll report on each.
sync-seen = Services: { $count }
sync-new = new { $count }
sync-gone = gone { $count }
sync-back = back { $count }
sync-changed = new prices { $count }
sync-same = nothing has changed
sync-skipped = Broken rows skipped: { $count }
sync-unknown-types = Of a type that nobody knows, not sold: { $count }
sync-problem = Nothing was changed: { $problem }

providers-none = No provider is set up.
provider-up = 🟢 <b>{ $name }</b>
provider-down = 🔴 <b>{ $name }</b> doesn't answer
provider-down-since = Since { $date }
provider-error = { $error }
provider-balance = Balance: { $amount }
provider-counts = Services: { $services } · open orders: { $orders }
provider-synced = List read: { $date }

review-none = ✅ Nothing to decide. Every order is accounted for.
review-title = { $count ->
        [one] <b>One order needs a decision</b>
       *[other] <b>{ $count } orders need a decision</b>
    }
review-question = Nobody knows whether the provider has this order. Look at the provider's site, then decide:
review-ask-id = Send the provider's id of order #{ $order }. It is checked there before anything is booked.
review-sure-refuse = { $provider } does not have order #{ $order }, and { $charge } go back to the customer. Are you sure?
review-sure-learn = From now on this answer means a refusal: <code>{ $text }</code>
review-sure-send = Send order #{ $order } to { $provider } once more? If it is there already, it will be delivered and paid twice.
review-attached = ✅ Order #{ $order } is followed under the provider's id from now on.
review-refused = ✅ Order #{ $order } is refused; the customer has the money back.
review-sent = ✅ Order #{ $order } is being sent again.

admin-order-customer = Customer: { $name } (<code>{ $id }</code>)
admin-order-provider = Provider: { $provider }, service { $service }, order <code>{ $id }</code>
admin-order-money = Charge { $charge } · cost { $cost } · given back { $refunded }
admin-order-word = The provider's word: { $word }
admin-order-refusal = The provider said: <code>{ $text }</code>
admin-order-event = <code>{ $time }</code> { $what } { $detail }

evidence-balance-taken = The provider's balance fell by this order's cost: it was <b>probably taken</b>.
evidence-balance-not-taken = The provider's balance did not fall: it was <b>probably not taken</b>.
evidence-balance-unclear = The provider's balance does not tell.
evidence-candidate = At the provider there is an order <code>{ $id }</code> that belongs to no other order of ours.
evidence-no-candidate = No order was found at the provider that could be this one.

usage-second =
    <b>/second SERVICE OTHER</b>: orders that a service's provider refuses go to another provider's service.
    Example: <code>/second 12 57</code>. With one number it shows what is set. /publish shows the numbers.
second-preview =
    Orders of <b>{ $first }</b> that { $first_provider } refuses would go to <b>{ $second }</b> at { $second_provider }, at the price the customer confirmed.
second-active =
    ✅ Orders of <b>{ $first }</b> that { $first_provider } refuses go to <b>{ $second }</b> at { $second_provider }.
second-money = Price { $price } · cost there { $cost } · profit { $profit }
second-not-at-a-loss = At today's rates it would cost more than it brings, so nothing is sent there until that changes.
second-at-a-loss = It may be sent there at a loss.
second-none = Service #{ $id } has no second provider.
second-cleared = ✅ Orders of <b>{ $first }</b> have no second provider any more.
