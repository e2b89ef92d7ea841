# Одно сообщение многим.
broadcast-ask =
    <b>Сообщение покупателям</b>
    Пришлите текст или картинку следующим сообщением, с жирным, ссылками и прочим. Сначала вы увидите его так, как увидят они; без подтверждения ничего не уйдёт.
broadcast-newest = Предыдущее, № { $number }: { $state }.
broadcast-wants-words = Пришлите текст или одну картинку (можно с подписью).
broadcast-whom =
    ⬆️ <b>Так это будет выглядеть.</b>
    Кому отправить? Число показывает, сколько это человек сейчас.
broadcast-nobody = Таких сейчас никого нет: { $segment }.
broadcast-sure = { $count ->
        [one] Отправить <b>{ $count } человеку</b> ({ $segment })?
       *[other] Отправить <b>{ $count } людям</b> ({ $segment })?
    } Это займёт около { $minutes ->
        [one] { $minutes } минуты
       *[other] { $minutes } минут
    }; отправленное не вернуть.
broadcast-dropped = Отменено. Никто ничего не получил.
broadcast-title = <b>Сообщение № { $number }</b> · { $state }
broadcast-state-draft = не отправлено
broadcast-state-running = отправляется
broadcast-state-stopped = остановлено
broadcast-state-done = отправлено
broadcast-sent = Получили: { $sent } из { $total }
broadcast-unreachable = Заблокировали бота: { $count }
broadcast-failed = Не удалось доставить: { $count }
broadcast-to = Кому: { $segment }

segment-all = все
segment-buyers = кто покупал
segment-inactive = не заходили 30 дней
segment-language = говорят: { $language }

notice-admin-broadcast-done =
    📣 <b>Сообщение № { $broadcast_id } разослано</b>
    Это заняло { $minutes ->
        [one] { $minutes } минуту
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }.

button-broadcast = Рассылка
button-broadcast-new = Написать другое
button-broadcast-open = Сообщение № { $number }
button-segment = { $name } · { $count }
button-stop = Остановить
button-go-on = Продолжить рассылку

audit-broadcast = рассылка

command-broadcast = Сообщение всем покупателям или части
error-broadcast = Этого сообщения больше нет.
error-broadcast-begun = Это сообщение уже отправлено. Напишите новое: /broadcast
