# /admin: what it is divided into, and buttons that stand for commands.
admin-menu =
    <b>Running the shop</b>
    Choose a section.
admin-desk-orders = <b>Orders</b>
admin-desk-people = <b>Customers</b>
admin-desk-goods = <b>What is sold</b>
admin-desk-money = <b>Money</b>
admin-desk-reports = <b>Reports</b>
admin-desk-house = <b>The shop itself</b>
admin-desk-command = /{ $name } — { $what }
admin-desk-type = Send it as your next message; <code>/{ $command }</code> may be left out.
usage-publish =
    Which words are in the names of the services? Without words it shows everything.
    For example: <code>/publish visits europe</code>

button-desk-orders = 📦 Orders
button-desk-people = 👤 Customers
button-desk-goods = 🛍 What is sold
button-desk-money = 💳 Money
button-desk-reports = 📊 Reports
button-desk-house = 🔧 The shop

button-type-order = Find an order
button-type-customer = Find a customer
button-type-ban = Close an account
button-type-unban = Open an account
button-type-publish = Find a service
button-type-markup = Markup
button-type-second = Second provider
button-type-payments = Of one customer
button-type-credit = Credit a wallet
button-type-debit = Debit a wallet
button-type-promo-new = New promo code
button-type-export = Table of some days
button-type-role = Give a role
button-type-cap = Managers' limit
button-export-orders = 📄 Orders
button-export-ledger = 📄 Ledger
button-export-customers = 📄 Customers
