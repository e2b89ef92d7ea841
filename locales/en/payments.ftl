# Topping up, and what admins do with payments.
button-way-stars = ⭐ Stars
button-way-crypto = 🪙 Crypto
button-way-manual = 🏦 Transfer
button-other-amount = Another amount
button-pay-crypto = Pay { $amount }
button-send-proof = Send the proof
button-back-to-order = Back to your order
button-payments = Payments
button-give-back = Give it back
button-credit-paid = Credit what came: { $amount }
button-credit-asked = Credit what was asked: { $amount }
button-refuse-payment = Refuse
button-approve = Approve
button-correct-amount = Another amount came

topup-amount = <b>{ $way }</b>: how much should be in your wallet?
topup-amount-typed =
    Send the amount in { $currency }, for example: <code>25</code>
    From { $min } to { $max }.
way-stars = Telegram Stars
way-crypto = Crypto
way-manual = Transfer

# An invoice in Stars: plain text. The title has at most 32 characters.
stars-title = { $amount }
stars-description = { $amount } for your wallet in this shop. It is there as soon as you have paid, and pays for orders.
stars-label = { $amount }

crypto-invoice =
    🪙 <b>{ $amount } for your wallet</b>
    Tap the button and pay { $asked } in the crypto currency of your choice, before { $time }. I'll write as soon as it has arrived, mostly within a minute.

transfer-invoice =
    🏦 <b>Transfer of { $amount }</b>, number { $number }
transfer-instructions = { $text }
transfer-next =
    When you have paid, send the receipt here: a picture, a file, or a text that tells who sent it and when.
transfer-wants-proof = Send the proof of transfer { $number } over { $amount } now: a picture, a file, or a text.
transfer-claimed =
    ✅ Thank you! Transfer { $number } over { $amount } is being looked at. I'll write as soon as the money is in your wallet.

paysupport-payments = Your last payments:
paysupport-payment = No. { $number } · { $date } · { $way } · { $amount } · { $state }
paysupport-refunds = Telegram's own support can't help with purchases made in this bot. Stars that were not spent on orders can be given back.

payment-state-credited = credited
payment-state-review = being looked at
payment-state-refused = refused
payment-state-refunding = being given back
payment-state-refunded = given back
payment-state-reversed = taken back
payment-reason-late = paid after its time
payment-reason-underpaid = less was paid than asked
payment-reason-overpaid = more was paid than asked
payment-reason-mismatch = the invoice there is not the one we made
payment-reason-no-rate = no rate is set for Stars

posting-bonus = Bonus
posting-referral = For a friend's top-up
posting-taken-back = Payment given back
posting-debt = Debt paid

notice-topup-credited = 💳 <b>{ $amount }</b> added to your wallet.
notice-topup-bonus = 🎁 And <b>{ $amount }</b> as a bonus of your code.
notice-topup-debt = { $amount } of it paid what you owed.
notice-topup-refused = Your payment of { $amount } could not be confirmed, so nothing was added. If you did pay, please write to us: /paysupport
notice-payment-taken-back = Your payment of { $amount } was given back to you, so it was taken off your wallet.
notice-payment-owed = What had been spent already is owed now: <b>{ $amount }</b>. The next top-up pays it first; until then nothing new can be ordered.
notice-referral-earned = 🎁 <b>{ $amount }</b> added to your wallet: a friend of yours topped up.
notice-admin-transfer =
    🏦 <b>Transfer { $invoice_id }: { $amount }</b>
    { $name } (<code>{ $customer_id }</code>) says it was paid. Has the money arrived?
notice-admin-transfer-text = “{ $text }”
notice-admin-payment-review =
    🔎 <b>Payment { $payment_id } needs a decision</b>: { $reason }
    Customer <code>{ $customer_id }</code> paid { $paid }, asked was { $asked }. Nothing is credited until you decide.
notice-admin-payment-reversed =
    ⚠️ <b>Payment { $payment_id } over { $amount } was taken back by Telegram</b>
    It was taken off the wallet of <code>{ $customer_id }</code>; owed now: { $owed }.
notice-admin-refund-refused =
    ⚠️ <b>Payment { $payment_id } could not be given back</b>: { $error }
    The money is in the wallet of <code>{ $customer_id }</code> again.

admin-payments-none = ✅ No payment waits for a decision. <code>/payments ID</code> shows those of a customer.
admin-payments-waiting = <b>Payments that wait for a decision</b>
admin-payments-of = <b>Last payments of</b> <code>{ $customer }</code>
admin-payments-of-none = <code>{ $customer }</code> has paid nothing yet.
admin-payment =
    <b>Payment { $number }</b>: { $state }
    { $way } · { $paid } → { $amount }
    Customer: { $name } (<code>{ $customer }</code>), available { $available }
    { $date }
admin-payment-reason = Why it waits: { $reason }
admin-payment-charge = Its id there: <code>{ $charge }</code>
admin-payment-label = No. { $number } · { $amount } · { $state }
admin-transfer-label = Transfer { $number } · { $amount }
admin-refund-preview = Give { $paid } of payment { $number } back to { $name }? { $amount } are taken off the wallet first.
admin-refund-owed = ⚠️ { $amount } of it has been spent: the customer will owe it.
admin-refund-begun = ✅ Payment { $number } is being given back.
admin-payment-sure-credit = Credit <b>{ $amount }</b> for payment { $number } ({ $paid }) to { $name }?
admin-payment-sure-refuse = Refuse payment { $number } ({ $paid }) of { $name }? Nothing is credited, and the customer is told.
admin-payment-credited = ✅ Payment { $number }: { $amount } credited.
admin-payment-refused = Payment { $number } is refused; the customer has been told.
admin-transfer-approved = ✅ Transfer { $number }: { $amount } credited.
admin-transfer-refused = Transfer { $number } is refused; the customer has been told.
admin-transfer-ask-amount = Send the amount of transfer { $number } that really came.
admin-transfer-preview = Credit <b>{ $amount }</b> for transfer { $number } to { $name }? Named was { $asked }.

usage-payments = Whose payments? For example: <code>/payments 123456789</code>. Without a number it shows what waits for a decision.

error-way-closed = This way to pay is not available now. Please choose another one: /topup
error-way-silent = This way to pay doesn't answer now. Please try again a little later, or choose another one: /topup
error-topup-out-of-range = Please choose an amount from { $min } to { $max }.
error-topup-too-fine = Please send an amount with two decimals at most.
error-invoice = I can't find this invoice. Please start anew: /topup
error-invoice-amount = This invoice is not right any more. Please start anew: /topup
error-invoice-paid = This invoice is paid already.
error-invoice-old = This invoice is too old. Nothing was charged; please start anew: /topup
error-transfer-claimed = The proof has been sent already. I'll write as soon as it was looked at.
error-debt = { $missing } is missing: a payment of yours was given back after it had been spent. Please top up first. Nothing was charged.
error-payment = I can't find this payment.
error-payment-decided = It has been decided already.
error-payment-worth-unknown = What it is worth is not known. Credit the customer with /credit, then refuse this one.
error-refund-by-hand = Only Stars can be given back from here. Send the money back yourself, then take it off the wallet with /debit.

command-payments = Payments to decide on, or a customer's: ID

audit-transfer-approve = transfer approved:
audit-transfer-refuse = transfer refused:
audit-payment-credit = payment credited:
audit-payment-refuse = payment refused:
audit-payment-refund = payment given back:
audit-promo = promo code
