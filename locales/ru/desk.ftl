# /admin: на что он делится, и кнопки вместо команд.
admin-menu =
    <b>Управление магазином</b>
    Выберите раздел.
admin-desk-orders = <b>Заказы</b>
admin-desk-people = <b>Покупатели</b>
admin-desk-goods = <b>Что продаётся</b>
admin-desk-money = <b>Деньги</b>
admin-desk-reports = <b>Отчёты</b>
admin-desk-house = <b>Сам магазин</b>
admin-desk-command = /{ $name } — { $what }
admin-desk-type = Пришлите следующим сообщением; само <code>/{ $command }</code> можно не писать.
usage-publish =
    Какие слова есть в названиях услуг? Без слов покажет всё.
    Например: <code>/publish посещения европа</code>

button-desk-orders = 📦 Заказы
button-desk-people = 👤 Покупатели
button-desk-goods = 🛍 Товары
button-desk-money = 💳 Деньги
button-desk-reports = 📊 Отчёты
button-desk-house = 🔧 Магазин

button-type-order = Найти заказ
button-type-customer = Найти человека
button-type-ban = Закрыть заказы
button-type-unban = Открыть заказы
button-type-publish = Найти услугу
button-type-markup = Наценка
button-type-second = Второй поставщик
button-type-payments = Чьи платежи
button-type-credit = Зачислить
button-type-debit = Списать
button-type-promo-new = Промокод
button-type-export = Таблица за дни
button-type-role = Дать роль
button-type-cap = Лимит в день
button-export-orders = 📄 Заказы
button-export-ledger = 📄 Проводки
button-export-customers = 📄 Покупатели
