# Favourites, mass orders, one's own data, delivery times.
button-favourites = ⭐ Favourites
button-star = ☆ Remember
button-unstar = ★ Forget
button-mass = 🧾 Many at once
favourites-title =
    <b>Favourites</b>
    The services that you starred:
favourites-none = Nothing here yet. Tap ☆ on a service's card and it is at hand from then on.
favourite-kept = ★ Kept. You'll find it in /favourites
favourite-dropped = Taken out of your favourites.
error-too-many-favourites = { $limit } favourites are the limit. Please take one out first.

service-delivery = ⏱ Usually done in { $median }, nine of ten within { $most }
service-outcomes = Our last { $count } orders: { $partial }% partial, { $canceled }% canceled

mass-ask =
    <b>Many orders at once</b>
    Send the lines, one for each order, or a .txt file with them:
    <code>service | link | quantity</code>
    For example:
    <code>12 | https://example.com/p/abc123 | 1000
    12 | https://example.com/p/def456 | 500</code>
    Up to { $limit } lines. The number of a service stands on its card. Nothing is charged before you confirm.
mass-title = <b>Mass order</b>: { $good } of { $total } lines are fine
mass-line-good = { $number }. ✅ { $name } × { $quantity }: { $price }
mass-line-bad = { $number }. ⚠️ { $text }: { $why }
mass-line-placed = { $number }. ✅ #{ $order } { $name }: { $price }
mass-more = { $count ->
        [one] … and one more line.
       *[other] … and { $count } more lines.
    }
mass-total = Total of { $count ->
        [one] one order
       *[other] { $count } orders
    }: <b>{ $total }</b>
mass-missing = { $missing } is missing: your wallet has { $available }. What it is enough for will be placed.
mass-placed = <b>Placed: { $count } of { $of }</b>, { $total } in all
service-number = No. { $id }
error-mass-empty = There is no line in it. Please send at least one: service | link | quantity
error-mass-too-long = That is { $lines } lines, and { $limit } is the limit. Please send them in parts.
error-mass-line = I read a line as: service | link | quantity
error-mass-no-service = there is no service with the number { $number }
error-mass-other-type = this service asks for more than a link and a quantity: please order it from its card
error-mass-twice = the same service and link stand above already

mydata =
    <b>Your data</b>
    You can have all that this shop keeps of you as a file, and you can have it removed.
button-export-data = Send me the file
button-forget-data = Remove my data
mydata-file = All that this shop keeps of you.
mydata-sure =
    <b>Remove your data?</b>
    Your name, the links and texts of your finished orders, your favourites and what we noted are removed for good. The entries of the accounts stay, under your Telegram number alone.
mydata-balance = ⚠️ You still have { $balance } in your wallet. It stays yours: come back with /start any time.
mydata-open-orders = Your open orders go on to their end.
mydata-forgotten = Done: your data is removed. If you write to me again, we start anew.

command-favourites = The services I starred
command-mass = Many orders at once
command-mydata = My data: get it, remove it
