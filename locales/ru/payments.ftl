# Пополнение баланса и то, что администраторы делают с платежами.
button-way-stars = ⭐ Звёзды
button-way-crypto = 🪙 Криптовалюта
button-way-manual = 🏦 Перевод
button-other-amount = Другая сумма
button-pay-crypto = Оплатить { $amount }
button-send-proof = Отправить подтверждение
button-back-to-order = Вернуться к заказу
button-payments = Платежи
button-give-back = Вернуть
button-credit-paid = Зачислить пришедшее: { $amount }
button-credit-asked = Зачислить запрошенное: { $amount }
button-refuse-payment = Отказать
button-approve = Подтвердить
button-correct-amount = Пришла другая сумма

topup-amount = <b>{ $way }</b>: сколько зачислить на баланс?
topup-amount-typed =
    Отправьте сумму в { $currency }, например: <code>25</code>
    От { $min } до { $max }.
way-stars = Звёзды Telegram
way-crypto = Криптовалюта
way-manual = Перевод

# Счёт в звёздах: простой текст. В заголовке не больше 32 знаков.
stars-title = { $amount }
stars-description = { $amount } на ваш баланс в этом магазине. Деньги появятся сразу после оплаты, ими оплачиваются заказы.
stars-label = { $amount }

crypto-invoice =
    🪙 <b>{ $amount } на ваш баланс</b>
    Нажмите кнопку и оплатите { $asked } в удобной вам криптовалюте до { $time }. Как только деньги придут, я сообщу, обычно это меньше минуты.

transfer-invoice =
    🏦 <b>Перевод { $amount }</b>, номер { $number }
transfer-instructions = { $text }
transfer-next =
    Когда оплатите, отправьте сюда чек: картинку, файл или текст о том, кто и когда перевёл.
transfer-wants-proof = Отправьте подтверждение перевода { $number } на { $amount }: картинку, файл или текст.
transfer-claimed =
    ✅ Спасибо! Перевод { $number } на { $amount } проверяют. Как только деньги будут на балансе, я сообщу.

paysupport-payments = Ваши последние платежи:
paysupport-payment = № { $number } · { $date } · { $way } · { $amount } · { $state }
paysupport-refunds = Поддержка самого Telegram с покупками в этом боте не поможет. Звёзды, не потраченные на заказы, можно вернуть.

payment-state-credited = зачислен
payment-state-review = проверяется
payment-state-refused = отклонён
payment-state-refunding = возвращается
payment-state-refunded = возвращён
payment-state-reversed = отозван
payment-reason-late = оплачен позже срока
payment-reason-underpaid = оплачено меньше запрошенного
payment-reason-overpaid = оплачено больше запрошенного
payment-reason-mismatch = счёт там не тот, который выставили мы
payment-reason-no-rate = не задан курс звёзд

posting-bonus = Бонус
posting-referral = За пополнение друга
posting-taken-back = Возврат платежа
posting-debt = Погашение долга

notice-topup-credited = 💳 <b>{ $amount }</b> зачислено на ваш баланс.
notice-topup-bonus = 🎁 И <b>{ $amount }</b> бонусом по вашему промокоду.
notice-topup-debt = Из них { $amount } погасили долг.
notice-topup-refused = Ваш платёж на { $amount } не подтвердился, поэтому ничего не зачислено. Если вы платили, напишите нам, пожалуйста: /paysupport
notice-payment-taken-back = Ваш платёж на { $amount } возвращён вам, поэтому эта сумма списана с баланса.
notice-payment-owed = Уже потраченное теперь в долгу: <b>{ $amount }</b>. Следующее пополнение сначала погасит его; до того новых заказов сделать нельзя.
notice-referral-earned = 🎁 <b>{ $amount }</b> зачислено на ваш баланс: друг пополнил счёт.
notice-admin-transfer =
    🏦 <b>Перевод { $invoice_id }: { $amount }</b>
    { $name } (<code>{ $customer_id }</code>) сообщает об оплате. Деньги пришли?
notice-admin-transfer-text = «{ $text }»
notice-admin-payment-review =
    🔎 <b>Платёж { $payment_id } ждёт решения</b>: { $reason }
    Покупатель <code>{ $customer_id }</code> заплатил { $paid }, запрошено { $asked }. Пока вы не решите, ничего не зачислено.
notice-admin-payment-reversed =
    ⚠️ <b>Telegram отозвал платёж { $payment_id } на { $amount }</b>
    Он списан с баланса <code>{ $customer_id }</code>; долг сейчас: { $owed }.
notice-admin-refund-refused =
    ⚠️ <b>Платёж { $payment_id } вернуть не удалось</b>: { $error }
    Деньги снова на балансе <code>{ $customer_id }</code>.

admin-payments-none = ✅ Ни один платёж не ждёт решения. <code>/payments НОМЕР</code> покажет платежи покупателя.
admin-payments-waiting = <b>Платежи, которые ждут решения</b>
admin-payments-of = <b>Последние платежи</b> <code>{ $customer }</code>
admin-payments-of-none = <code>{ $customer }</code> ещё ничего не платил.
admin-payment =
    <b>Платёж { $number }</b>: { $state }
    { $way } · { $paid } → { $amount }
    Покупатель: { $name } (<code>{ $customer }</code>), доступно { $available }
    { $date }
admin-payment-reason = Почему ждёт: { $reason }
admin-payment-charge = Его номер там: <code>{ $charge }</code>
admin-payment-label = № { $number } · { $amount } · { $state }
admin-transfer-label = Перевод { $number } · { $amount }
admin-refund-preview = Вернуть { $paid } платежа { $number } покупателю { $name }? Сначала { $amount } спишутся с баланса.
admin-refund-owed = ⚠️ { $amount } уже потрачено: это станет долгом покупателя.
admin-refund-begun = ✅ Платёж { $number } возвращается.
admin-payment-sure-credit = Зачислить <b>{ $amount }</b> за платёж { $number } ({ $paid }): { $name }?
admin-payment-sure-refuse = Отказать в платеже { $number } ({ $paid }): { $name }? Ничего не зачислится, покупатель об этом узнает.
admin-payment-credited = ✅ Платёж { $number }: зачислено { $amount }.
admin-payment-refused = Платёж { $number } отклонён; покупателю сообщено.
admin-transfer-approved = ✅ Перевод { $number }: зачислено { $amount }.
admin-transfer-refused = Перевод { $number } отклонён; покупателю сообщено.
admin-transfer-ask-amount = Отправьте сумму, которая действительно пришла переводом { $number }.
admin-transfer-preview = Зачислить <b>{ $amount }</b> по переводу { $number } покупателю { $name }? Было названо { $asked }.

usage-payments = Чьи платежи? Например: <code>/payments 123456789</code>. Без номера покажу то, что ждёт решения.

error-way-closed = Этот способ оплаты сейчас недоступен. Выберите, пожалуйста, другой: /topup
error-way-silent = Этот способ оплаты сейчас не отвечает. Попробуйте чуть позже или выберите другой: /topup
error-topup-out-of-range = Выберите, пожалуйста, сумму от { $min } до { $max }.
error-topup-too-fine = Отправьте, пожалуйста, сумму не больше чем с двумя знаками после запятой.
error-invoice = Не нахожу этот счёт. Начните, пожалуйста, заново: /topup
error-invoice-amount = Этот счёт больше не верен. Начните, пожалуйста, заново: /topup
error-invoice-paid = Этот счёт уже оплачен.
error-invoice-old = Этот счёт слишком старый. Ничего не списано; начните, пожалуйста, заново: /topup
error-transfer-claimed = Подтверждение уже отправлено. Как только его проверят, я сообщу.
error-debt = Не хватает { $missing }: ваш платёж был возвращён после того, как деньги потрачены. Сначала пополните, пожалуйста, баланс. Ничего не списано.
error-payment = Не нахожу этот платёж.
error-payment-decided = Это уже решено.
error-payment-worth-unknown = Неизвестно, сколько это стоит. Зачислите покупателю через /credit, затем откажите здесь.
error-refund-by-hand = Отсюда возвращаются только звёзды. Верните деньги сами, затем спишите их с баланса через /debit.

command-payments = Платежи, ждущие решения, или покупателя: НОМЕР

audit-transfer-approve = перевод подтверждён:
audit-transfer-refuse = перевод отклонён:
audit-payment-credit = платёж зачислен:
audit-payment-refuse = платёж отклонён:
audit-payment-refund = платёж возвращён:
audit-promo = промокод
