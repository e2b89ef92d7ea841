# Labels of buttons: plain text, no markup. Kept short: a phone shows some 38 characters.
language-name = English

button-catalog = 🛍 Catalog
button-orders = 📦 My orders
button-balance = 💳 Balance
button-help = Help
button-language = 🌐 Language
button-admin = ⚙️ Admin
button-menu = Menu
button-page = { $page } / { $pages }

button-order = Order
button-confirm = Confirm
button-cancel = Cancel
button-back = Back
button-accept = Accept
button-read-terms = Read the terms
button-skip = Skip
button-topup = Top up
button-drip-feed = Drip-feed
button-no-drip-feed = All at once, no drip-feed

button-refresh = Refresh
button-refill = Refill
button-reorder = Order again
button-open-order = Order #{ $order }

# Admins
button-publish = What is on sale
button-review = Orders to check
button-providers = Providers
button-sync = Read price lists
button-ledger = Check the books
button-decide = Decide
button-choose-what-to-sell = Choose what to sell
button-everything-on = Everything on sale
button-everything-off = Nothing on sale
button-whole-category-on = Put the whole category on sale
button-whole-category-off = Take the whole category off sale
button-yes-do-it = Yes, do it
button-attach = Attach the provider's id
button-attach-candidate = Attach { $id }
button-refuse = It was refused: give the money back
button-refuse-learn = Refused, and remember this answer
button-send-again = Send again
button-customer = Customer
button-second-off = Turn off
button-second-at-a-loss = Confirm, even at a loss
