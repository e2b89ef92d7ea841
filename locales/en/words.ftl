# The menu and plain words.
menu =
    Hello, { $name }! 👋

    Pick a service, send a link, and I'll keep you posted on every step.
menu-nameless =
    Hello! 👋

    Pick a service, send a link, and I'll keep you posted on every step.

terms-to-accept =
    <b>Before we start</b>
    Please read the shop's terms (version { $version }) and accept them. It takes one tap.
terms-accepted = Thank you! The terms are accepted.
terms-changed = The terms have changed since. Here is the new version.
terms = <b>Terms of this shop</b>, version { $version }
terms-none = This shop has no separate terms. If something is unclear, ask us: /support

help =
    <b>How it works</b>
    1. Open the /catalog and choose a service.
    2. Tap <b>Order</b>, send the link and the quantity.
    3. Check the price and tap <b>Confirm</b>. Nothing is charged before that.

    I'll write when the order is done. If it is only partly delivered or canceled, the money for the rest returns to your wallet by itself.

    /orders — your orders
    /order 12 — one order
    /balance — your wallet
    /topup — add money
    /search — find a service
    /favourites — services you starred
    /mass — many orders at once
    /promo — use a promo code
    /language — choose a language
    /cancel — stop what you are typing
    /support — write to us
    /mydata — what we keep of you
    /terms, /privacy, /paysupport — the rules

support-contact = Questions? Write to us right here with /support, or to { $contact }
support-none = Questions? Write to us right here with /support

paysupport =
    <b>Payments</b>
    Money in your wallet is spent on orders only. An order's price is held while it is placed; what is refused, canceled or not delivered returns to your wallet by itself.
    If a payment did not arrive or looks wrong, write to us: name its number, or its date and amount.

privacy =
    <b>What we keep</b>
    • your Telegram id, name and language, to know you again;
    • your orders with their links, your payments and the movements of your wallet;
    • what you write to support, and the services you starred.

    A link, a quantity and your other answers are passed to the supplier who carries out the order, nothing else about you. We don't read your other chats and don't sell data.
    Get it all as a file, or have it removed: /mydata

language-choose = Choose your language:
language-chosen = Done. From now on in English.

stopped-nothing = There is nothing to cancel. All quiet here 🙂
stopped-typing = Stopped. Nothing was changed.
stopped-order = The order of <b>{ $name }</b> is stopped. Nothing was charged.

unknown-command = I don't know this command. Here is what I can do: /help
unknown-text = I'm not sure what to do with this. To order something, start with the /catalog.
unknown-thing = Nice, but I understand only text and buttons 🙂
question-wants-text = Please send it as text.
button-out-of-date = This button is out of date. Please open /catalog anew.

usage-order = Send the number of the order, for example: <code>/order 12</code>
usage-search = Send what you are looking for, for example: <code>/search followers</code>

too-fast = One moment, please: that was a lot at once. Try again in a few seconds.
