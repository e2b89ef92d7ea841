# Поддержка: обращение покупателя и переписка по нему.
support-ask =
    <b>Поддержка</b>
    О чём речь? Пишите прямо сюда, мы ответим в этом чате.
support-elsewhere = Можно написать и сюда: { $contact }.
support-which-order = О каком заказе речь? Нажмите на него или просто напишите.
support-about-order = заказ #{ $order }
support-write =
    <b>{ $about }</b>
    Напишите, что случилось, или пришлите картинку. Следующее сообщение дойдёт до нас.
support-write-on = Напишите или пришлите картинку: добавим к обращению № { $number }.
support-wants-words = Пришлите текст или картинку.
support-taken =
    ✅ <b>Ваше обращение № { $number } у нас.</b>
    Ответ придёт в этот чат. Если есть что добавить, просто пишите дальше.
support-added = Добавлено к обращению № { $number }.
support-open = <b>Ваше обращение № { $number }</b> · { $topic }
support-closed = Обращение № { $number } закрыто. Спасибо!
support-you = Вы
support-us = Поддержка

topic-order = Заказ
topic-payment = Оплата
topic-other = Другое

tickets-open = { $count ->
        [one] <b>{ $count } открытое обращение</b>
        [few] <b>{ $count } открытых обращения</b>
       *[many] <b>{ $count } открытых обращений</b>
    }
    ● ждёт ответа
tickets-closed = <b>Закрытые обращения</b>: { $count }
tickets-none-open = ✅ Открытых обращений нет.
tickets-none-closed = Закрытых обращений нет.
ticket-title = <b>Обращение № { $number }</b> · { $topic }
ticket-customer = { $name } (<code>{ $id }</code>)
ticket-waits = Ждёт ответа с { $date }
ticket-answered-last = Ответили { $date }
ticket-closed = Закрыто { $date }
ticket-earlier = <i>Более ранних сообщений: { $count }</i>
ticket-line =
    <b>{ $who }</b> · { $time }
    { $text }
ticket-about = { $about }
ticket-said = { $text }
ticket-picture = 🖼 Обращение № { $number } · { $date }
ticket-we = Мы
ticket-ask-answer =
    Ваш ответ: { $name }, обращение № { $number }. Текст или картинка.
    Он придёт от магазина, ваше имя не показывается.
ticket-answered = ✅ Отправлено. Обращение № { $number } остаётся открытым, пока его не закроют.

notice-ticket-answered = 💬 <b>Ответ на обращение № { $ticket_id }</b>
notice-ticket-closed =
    Обращение № { $ticket_id } закрыто.
    Если что-то осталось, пишите дальше: оно откроется снова.
notice-admin-ticket-message = 💬 <b>Обращение № { $ticket_id }</b> · { $name } (<code>{ $customer_id }</code>)

button-support = Поддержка
button-tickets = Обращения
button-ticket = Обращение № { $number }
button-no-order = Не о заказе
button-reply = Ответить
button-close = Закрыть
button-reopen = Открыть снова
button-pictures = 🖼 Картинки
button-ticket-write = Написать ещё
button-ticket-done = Решено, закрыть
button-ticket-again = Написать снова
button-tickets-closed = Закрытые
button-tickets-open = Открытые

command-tickets = Обращения покупателей
error-ticket = Такого обращения нет.
error-ticket-full = Это обращение стало слишком длинным. Закройте его и откройте новое: /support
error-ticket-another-open = У покупателя уже есть открытое обращение: № { $ticket_id }.
