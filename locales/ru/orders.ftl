quote-title = <b>Проверьте, пожалуйста, заказ</b>
quote-service = { $name }
quote-quantity = Всего: { $quantity }
quote-total = <b>Итого: { $total }</b>
quote-wallet = На балансе: { $available }, останется { $after }
quote-short = ⚠️ На балансе { $available }: не хватает { $missing }.
quote-held = Это наибольшая сумма. Что публикации не израсходуют, вернётся на баланс в конце.
quote-active = ⚠️ Ваш заказ #{ $order } на эту ссылку ещё выполняется. Два сразу могут помешать друг другу.
quote-expires = Цена действует до { $time }.
quote-dropped = Отменено. Деньги не списаны.

# Слова о состоянии заказа.
state-pending = Ожидает
state-processing = Обрабатывается
state-in-progress = Выполняется
state-completed = Выполнен
state-partial = Выполнен частично
state-canceled = Отменён
state-being-checked = Проверяется
state-refused = Отклонён
mark-pending = 🕓
mark-processing = 🕓
mark-in-progress = ⏳
mark-completed = ✅
mark-partial = 🌓
mark-canceled = ↩️
mark-being-checked = 🔎
mark-refused = ⛔

orders-title = <b>Мои заказы</b>: { $count }
orders-title-group = <b>Мои заказы</b> · { $group }: { $count }
orders-all = Все
orders-running = В работе
orders-completed = Выполненные
orders-given-back = С возвратом
orders-none = Заказов пока нет. До первого — пара нажатий.

order-title = <b>Заказ #{ $order }</b> · { $mark } { $state }
order-service = { $name }
order-progress = { $bar } { $percent }%
order-remains = Осталось: { $remains }
order-start-count = Начальное количество: { $count }
order-posts = Публикаций готово: { $posts ->
        [0] { $done }
       *[other] { $done } из { $posts }
    }
order-runs = Частей готово: { $done } из { $runs }
order-children = Запущено заказов: { $count }
order-quantity = Всего: { $quantity }
order-charge = Стоимость: { $charge }
order-refunded = Возвращено: <b>{ $amount }</b>
order-date = Заказано: { $date }
order-being-checked =
    Мы проверяем, принял ли поставщик этот заказ. Ваши { $charge } удержаны и не потеряны. Как только всё прояснится, я напишу.
order-refused =
    { $reason }
    { $charge } снова на вашем балансе.
order-refreshed = Запрашиваю последние данные. Карточка обновится сама.
order-refill-asked = Восполнение запрошено.
order-cancel-asked = Отмена запрошена. Деньги вернутся, когда поставщик её подтвердит.

request-refill-asked = Восполнение: запрошено
request-refill-pending = Восполнение: принято, ожидает
request-refill-in-progress = Восполнение: выполняется
request-refill-done = Восполнение: выполнено ✓
request-refill-refused = Восполнение: поставщик отказал
request-cancel-asked = Отмена: запрошена
request-cancel-pending = Отмена: принята, ожидает
request-cancel-in-progress = Отмена: выполняется
request-cancel-done = Отмена: выполнена ✓
request-cancel-refused = Отмена: поставщик отказал, заказ продолжается

# Почему в заказе отказано, если это поможет покупателю.
refusal-other = Поставщик не принял этот заказ.
refusal-invalid-link = Поставщик не принял эту ссылку. Открыта ли страница для всех и того ли она вида?
refusal-invalid-quantity = Поставщик не принял это количество.
refusal-quantity-above-max = Поставщик не принял это количество: сейчас оно слишком велико.
refusal-quantity-below-min = Поставщик не принял это количество: сейчас оно слишком мало.
refusal-duplicate-active-order = Поставщик ещё выполняет другой заказ на эту ссылку. Попробуйте, пожалуйста, когда он закончится.
refusal-service-unavailable = Эта услуга сейчас недоступна.
refusal-invalid-service = Этой услуги больше нет.

balance-available = <b>Доступно: { $amount }</b>
balance-held = Удержано для размещаемых заказов: { $amount }
balance-debt = Долг: { $amount }
balance-last = Последние движения:
balance-empty = Движений пока нет.
statement-line = { $date }  <b>{ $amount }</b>  { $what }
statement-order = { $what } #{ $order }
statement-note = { $what }: { $note }
posting-hold = Заказ
posting-capture = Оплачено
posting-release = Возврат, заказ
posting-refund = Возврат, заказ
posting-credit = Зачислено
posting-debit = Списано
posting-topup = Пополнение

topup-choose = <b>Пополнить баланс</b>
    Выберите способ оплаты:
topup-by-contact = <b>Пополнить баланс</b>
    Напишите { $contact } и назовите свой номер <code>{ $customer }</code>. Как только деньги будут на балансе, я сообщу.
topup-by-admins = <b>Пополнить баланс</b>
    Деньги зачисляют сотрудники магазина. Назовите им свой номер: <code>{ $customer }</code>. Как только деньги будут на балансе, я сообщу.
