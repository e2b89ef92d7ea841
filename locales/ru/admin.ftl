# Для тех, кто ведёт магазин.
admin-lines = <pre>{ $lines }</pre>

usage-credit =
    Кому, сколько и, если хотите, заметка.
    Например: <code>/credit 123456789 10.00 спасибо</code>
usage-debit =
    У кого, сколько и, если хотите, заметка.
    Например: <code>/debit 123456789 2.50 оплачено дважды</code>
usage-customer =
    Чья карточка? Telegram-id, имя или номер заказа.
    Например: <code>/customer 123456789</code>, <code>/customer @name</code> или <code>/customer #12</code>
usage-markup =
    Сколько процентов сверх цены поставщика? Для всего или для одной категории, услуги, покупателя.
    Например: <code>/markup 30</code>, <code>/markup 25 category 3</code>, <code>/markup 12.5 service 12</code>,
    <code>/markup 5 customer 123456789</code>; <code>/markup off service 12</code> убирает её.

credit-preview = Зачислить <b>{ $amount }</b> на баланс: { $name } (<code>{ $id }</code>)?
debit-preview = Списать <b>{ $amount }</b> с баланса: { $name } (<code>{ $id }</code>)?
adjustment-balance = Доступно: { $before } → { $after }
credit-done = ✅ Готово: { $amount } зачислено на баланс <code>{ $id }</code>.
debit-done = ✅ Готово: { $amount } списано с баланса <code>{ $id }</code>.
action-dropped = Отменено. Ничего не изменилось.

markup-preview = Изменить наценку с { $old }% на <b>{ $new }%</b>?
markup-kept-preview = Оставить наценку <b>{ $new }%</b>?
markup-example-kept = { $name }: { $after }, прибыль { $profit }
markup-example = { $name }: { $before } → { $after }, прибыль { $profit }
markup-note = Уже показанные покупателям цены будут пересчитаны при подтверждении. У поставщиков с собственной наценкой она останется.
markup-done = ✅ Теперь наценка { $new }%.

ledger-holds =
    ✅ <b>Счета сходятся.</b>
    Проводок: { $postings } · счетов: { $accounts } · заказов: { $orders }
ledger-broken = ⚠️ <b>Счета не сходятся.</b> Расхождений: { $count }

customer-title = <b>{ $name }</b> · <code>{ $id }</code>
customer-username = @{ $username }
customer-since = Здесь с { $date }
customer-unreachable = Заблокировал бота: { $date }
customer-banned = Новые заказы закрыты: { $date }
orders-none-yet = Заказов пока нет.

shelf-empty = Ни один прайс-лист ещё не прочитан. См. /providers.
shelf-title =
    <b>Что продаётся</b>: { $on } из { $total } услуг
    Нажмите категорию, чтобы выбрать.
shelf-category =
    <b>{ $name }</b>
    Продаётся: { $on } из { $total }. Нажмите услугу, чтобы переключить; число — цена поставщика.
shelf-everything-on = Выставить на продажу все услуги ({ $total })? Покупатели увидят их сразу.
shelf-everything-off = Снять всё с продажи? Открытые заказы продолжатся.
shelf-changed = { $count ->
        [one] Изменена { $count } услуга.
        [few] Изменены { $count } услуги.
       *[other] Изменено { $count } услуг.
    }

sync-asked = Читаю прайс-листы. О каждом сообщу.
sync-seen = Услуг: { $count }
sync-new = новых { $count }
sync-gone = ушло { $count }
sync-back = вернулось { $count }
sync-changed = новых цен { $count }
sync-same = ничего не изменилось
sync-skipped = Пропущено испорченных строк: { $count }
sync-unknown-types = Неизвестного типа, не продаются: { $count }
sync-problem = Ничего не изменено: { $problem }

providers-none = Поставщики не настроены.
provider-up = 🟢 <b>{ $name }</b>
provider-down = 🔴 <b>{ $name }</b> не отвечает
provider-down-since = С { $date }
provider-error = { $error }
provider-balance = Баланс: { $amount }
provider-counts = Услуг: { $services } · открытых заказов: { $orders }
provider-synced = Прайс-лист прочитан: { $date }

review-none = ✅ Решать нечего. Все заказы на своих местах.
review-title = { $count ->
        [one] <b>Ждёт решения { $count } заказ</b>
        [few] <b>Ждут решения { $count } заказа</b>
       *[other] <b>Ждут решения { $count } заказов</b>
    }
review-question = Неизвестно, есть ли этот заказ у поставщика. Загляните на его сайт и решите:
review-ask-id = Пришлите номер заказа #{ $order } у поставщика. Прежде чем что-то провести, я проверю его там.
review-sure-refuse = У поставщика { $provider } заказа #{ $order } нет, и { $charge } вернутся покупателю. Вы уверены?
review-sure-learn = Отныне такой ответ означает отказ: <code>{ $text }</code>
review-sure-send = Отправить заказ #{ $order } поставщику { $provider } ещё раз? Если он там уже есть, он будет выполнен и оплачен дважды.
review-attached = ✅ Отныне заказ #{ $order } отслеживается по номеру поставщика.
review-refused = ✅ Заказ #{ $order } отклонён, деньги возвращены покупателю.
review-sent = ✅ Заказ #{ $order } отправляется снова.

admin-order-customer = Покупатель: { $name } (<code>{ $id }</code>)
admin-order-provider = Поставщик: { $provider }, услуга { $service }, заказ <code>{ $id }</code>
admin-order-money = Стоимость { $charge } · себестоимость { $cost } · возвращено { $refunded }
admin-order-word = Слово поставщика: { $word }
admin-order-refusal = Ответ поставщика: <code>{ $text }</code>
admin-order-event = <code>{ $time }</code> { $what } { $detail }

evidence-balance-taken = Баланс у поставщика уменьшился на стоимость этого заказа: его, <b>скорее всего, приняли</b>.
evidence-balance-not-taken = Баланс у поставщика не уменьшился: заказ, <b>скорее всего, не приняли</b>.
evidence-balance-unclear = По балансу у поставщика ничего сказать нельзя.
evidence-candidate = У поставщика есть заказ <code>{ $id }</code>, который не принадлежит ни одному другому нашему заказу.
evidence-no-candidate = Подходящего заказа у поставщика не нашлось.

usage-second =
    <b>/second УСЛУГА ДРУГАЯ</b>: заказы, от которых поставщик услуги отказался, уйдут в услугу другого поставщика.
    Пример: <code>/second 12 57</code>. С одним номером покажет, что настроено. Номера видны в /publish.
second-preview =
    Заказы <b>{ $first }</b>, от которых откажется { $first_provider }, уйдут в <b>{ $second }</b> у { $second_provider } по цене, которую подтвердил покупатель.
second-active =
    ✅ Заказы <b>{ $first }</b>, от которых отказывается { $first_provider }, уходят в <b>{ $second }</b> у { $second_provider }.
second-money = Цена { $price } · стоимость там { $cost } · прибыль { $profit }
second-not-at-a-loss = По нынешним ставкам это дороже, чем приносит, поэтому пока туда ничего не уйдёт.
second-at-a-loss = Заказы могут уходить туда в убыток.
second-none = У услуги #{ $id } нет второго поставщика.
second-cleared = ✅ У заказов <b>{ $first }</b> больше нет второго поставщика.
