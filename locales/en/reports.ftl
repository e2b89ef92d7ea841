# The shop in numbers, and the watch over providers.
stats-day = The last 24 hours
stats-week = The last 7 days
stats-month = The last 30 days
stats-title = <b>{ $period }</b> (UTC)
stats-money =
    Turnover: <b>{ $turnover }</b> · given back: { $refunds }
    Providers took: { $cost } · profit: <b>{ $profit }</b>
stats-orders = Orders taken: { $orders } · new customers: { $customers }
stats-states = All orders made: { $states }
stats-none = No orders in this time.

usage-stats =
    Which time: day, week or month?
    For example: <code>/stats week</code>

chart-turnover = Turnover
chart-profit = Profit
chart-orders = Orders
chart-customers = New customers
chart-states = Orders by state
chart-none = No orders yet

league-title = <b>Providers</b> · { $period }
league-none = No orders in this time.
league-provider = <b>{ $provider }</b> · orders: { $orders }
league-ended = Completed { $completed }% · partial { $partial }% · canceled { $canceled }%
league-open = None of them has come to an end yet.
league-time = Median time to completed: { $time }
league-trouble = Refused: { $rejected } · being checked: { $unknown }

usage-export =
    <b>/export orders|ledger|customers [FROM TO]</b>: a table for your spreadsheet.
    For example: <code>/export orders 2025-11-01 2025-11-30</code>
export-caption = { $rows ->
        [one] One row
       *[other] { $rows } rows
    } · times in UTC
export-part = Part { $part } · { $rows } rows
export-empty = There is nothing to export for that time.

watch-balance = Left there: <b>{ $amount }</b>
watch-there = There now: <b>{ $amount }</b>
watch-lasts = At the pace of the last week that lasts about { $days } days.
watch-top-up = Please top it up at the provider. What can't be paid for there isn't sold.

notice-admin-low-balance = 🪫 <b>{ $provider } runs low</b>
notice-admin-sale-stopped =
    ⛔ <b>{ $provider } has not enough money for orders</b>
    It refused order #{ $order_id } for that; the customer has the money back. Its services are not sold until the balance is back, which I look for every minute or so.
notice-admin-sale-resumed = ✅ <b>{ $provider }: the balance is back</b>, its services are sold again.
notice-admin-failures =
    ⚠️ <b>Many orders fail at { $provider }</b>
    { $failed } of the last { $total } were refused or got no clear answer. The last one: { $error }

button-stats = Numbers
button-day = Day
button-week = Week
button-month = Month
button-league = Providers

audit-export = table taken out:

command-stats = Turnover, profit and orders as a picture
command-export = Orders, ledger or customers as a table
error-provider-short = This service is not available now. Nothing was charged; please try again a little later.
