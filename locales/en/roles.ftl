# Roles, caps, the audit, maintenance.
role-owner = owner
role-manager = manager
role-support = support

right-look = looking at customers, orders and providers
right-help = notes, messages to a customer and requests
right-decide = decisions on orders of which nobody knows
right-money = credits, debits, refunds, payments and codes
right-ban = closing customers for new orders
right-shelf = what is sold and what it is called
right-price = markups
right-reach = messages to many
right-report = statistics and exports
right-close = closing the shop for maintenance
right-rule = roles, limits and the list of what was changed

usage-role =
    Who, and which role: owner, manager, support or none.
    For example: <code>/role 123456789 manager</code>. Without words it shows who has one.
usage-cap =
    How much may one manager put into wallets a day, refunds and promo codes included?
    For example: <code>/cap 100</code>, or <code>/cap off</code> for no limit. Without words it shows what is set.
usage-maintenance = On or off? For example: <code>/maintenance on</code>

roles-title = <b>Who runs this shop</b>
roles-line = { $name } (<code>{ $id }</code>): { $role }
roles-line-settings = { $name } (<code>{ $id }</code>): { $role }, by ADMIN_IDS
roles-nameless = has not written yet
roles-table = What each may do:
roles-of = <b>{ $role }</b>: { $rights }
roles-all = everything
roles-all-but = everything but { $rights }
roles-granted = ✅ { $name } (<code>{ $id }</code>): { $role } from now on.
roles-taken = ✅ { $name } (<code>{ $id }</code>) has no role any more.

cap-none = A manager may put as much into wallets as they like. <code>/cap 100</code> sets a limit a day.
cap-set = One manager may put up to <b>{ $cap }</b> into wallets a day, refunds and promo codes included.

maintenance-is-on = 🔧 The shop is closed for maintenance. Customers can look around, but not order; open orders go on.
maintenance-is-off = ✅ The shop is open.
maintenance-banner = 🔧 We are working on the shop for a moment. You can look around; ordering will be back soon. Orders on their way go on.

audit-title = <b>What was changed</b> · { $count } in all
audit-none = Nothing has been changed yet.
audit-line = <code>{ $time }</code> { $actor }: { $what } { $subject }
audit-moved = { $before } → { $after }
audit-after = → { $after }
audit-shop = the shop itself

audit-role = role of
audit-cap = managers' limit a day
audit-credit = credit to
audit-debit = debit of
audit-refund = refund of
audit-markup = markup
audit-publish = on sale:
audit-unpublish = off sale:
audit-below-cost = sale stopped below cost:
audit-words = words of
audit-deny = denied:
audit-allow = allowed again:
audit-second = second provider of
audit-decide = decision on
audit-ban = closed for new orders:
audit-unban = open for orders again:
audit-note = note on
audit-message = message to
audit-maintenance = maintenance
audit-forget = data removed of

error-role = Your role doesn't include this. An owner can change that.
error-owner-by-settings = This is an owner by ADMIN_IDS: only the settings can change that.
error-cap-reached = That is more than your limit for today: { $left } of { $cap } left. An owner has no limit.
error-cap-percent = What a code by percent costs hangs on the top-ups, so as long as managers have a limit only an owner makes one.
error-own-payment = This is your own payment: an owner, or somebody else, decides on it.
error-maintenance = 🔧 We are working on the shop for a moment, so I can't take new orders. Nothing was charged. Your open orders go on; please try again a little later.

command-role = Roles: ID owner|manager|support|none
command-cap = What a manager may credit a day
command-audit = What was changed, and by whom
command-maintenance = Close the shop for a moment: on|off
command-stuck = Orders that take too long
command-deny = What is never sold: words and sites
command-ban = Close a customer for new orders: ID
command-unban = Open a customer for orders again: ID

button-roles = Roles
button-audit = What was changed
button-maintenance = Maintenance
button-close-shop = Close for maintenance
button-open-shop = Open the shop
