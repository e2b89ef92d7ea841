# Избранное, много заказов сразу, свои данные, сроки.
button-favourites = ⭐ Избранное
button-star = ☆ В избранное
button-unstar = ★ Убрать
button-mass = 🧾 Много сразу
favourites-title =
    <b>Избранное</b>
    Услуги, которые вы отметили:
favourites-none = Пока пусто. Нажмите ☆ на карточке услуги, и она всегда будет под рукой.
favourite-kept = ★ Добавлено. Всё избранное: /favourites
favourite-dropped = Убрано из избранного.
error-too-many-favourites = В избранном помещается { $limit } услуг. Сначала уберите, пожалуйста, одну.

service-delivery = ⏱ Обычно готово за { $median }, девять из десяти — за { $most }
service-outcomes = Наши последние заказы ({ $count }): частично { $partial }%, отменено { $canceled }%

mass-ask =
    <b>Много заказов сразу</b>
    Пришлите строки, по одной на заказ, или файл .txt с ними:
    <code>услуга | ссылка | количество</code>
    Например:
    <code>12 | https://example.com/p/abc123 | 1000
    12 | https://example.com/p/def456 | 500</code>
    До { $limit } строк. Номер услуги написан на её карточке. До подтверждения ничего не списывается.
mass-title = <b>Много заказов</b>: в порядке { $good } из { $total }
mass-line-good = { $number }. ✅ { $name } × { $quantity }: { $price }
mass-line-bad = { $number }. ⚠️ { $text }: { $why }
mass-line-placed = { $number }. ✅ #{ $order } { $name }: { $price }
mass-more = { $count ->
        [one] … и ещё { $count } строка.
        [few] … и ещё { $count } строки.
       *[other] … и ещё { $count } строк.
    }
mass-total = { $count ->
        [one] Всего за { $count } заказ
        [few] Всего за { $count } заказа
       *[other] Всего за { $count } заказов
    }: <b>{ $total }</b>
mass-missing = Не хватает { $missing }: на балансе { $available }. Будет заказано то, на что хватит.
mass-placed = <b>Заказано: { $count } из { $of }</b>, всего { $total }
service-number = № { $id }
error-mass-empty = Здесь нет ни одной строки. Пришлите хотя бы одну: услуга | ссылка | количество
error-mass-too-long = Здесь { $lines ->
        [one] { $lines } строка
        [few] { $lines } строки
       *[other] { $lines } строк
    }, а можно { $limit }. Пришлите, пожалуйста, частями.
error-mass-line = строка читается так: услуга | ссылка | количество
error-mass-no-service = услуги с номером { $number } нет
error-mass-other-type = этой услуге нужно больше, чем ссылка и количество: закажите её, пожалуйста, с карточки
error-mass-twice = такая же услуга с этой ссылкой уже есть выше

mydata =
    <b>Ваши данные</b>
    Всё, что магазин о вас хранит, можно получить файлом, а можно удалить.
button-export-data = Прислать файл
button-forget-data = Удалить мои данные
mydata-file = Всё, что магазин о вас хранит.
mydata-sure =
    <b>Удалить ваши данные?</b>
    Имя, ссылки и тексты завершённых заказов, избранное и наши заметки удаляются навсегда. Записи счетов остаются, только под вашим номером в Telegram.
mydata-balance = ⚠️ На балансе ещё { $balance }. Они останутся вашими: возвращайтесь в любой момент через /start.
mydata-open-orders = Открытые заказы будут выполнены до конца.
mydata-forgotten = Готово: ваши данные удалены. Если напишете мне снова, начнём заново.

command-favourites = Избранные услуги
command-mass = Много заказов сразу
command-mydata = Мои данные: получить, удалить
