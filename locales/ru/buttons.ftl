# Надписи на кнопках: простой текст без разметки. Коротко: телефон показывает около 38 знаков.
language-name = Русский

button-catalog = 🛍 Каталог
button-orders = 📦 Мои заказы
button-balance = 💳 Баланс
button-help = Помощь
button-language = 🌐 Язык
button-admin = ⚙️ Управление
button-menu = Меню
button-page = { $page } / { $pages }

button-order = Заказать
button-confirm = Подтвердить
button-cancel = Отменить
button-back = Назад
button-accept = Принимаю
button-read-terms = Прочитать условия
button-skip = Пропустить
button-topup = Пополнить
button-drip-feed = Постепенная доставка
button-no-drip-feed = Всё сразу, не постепенно

button-refresh = Обновить
button-refill = Восполнить
button-reorder = Заказать ещё раз
button-open-order = Заказ #{ $order }

# Для администраторов
button-publish = Что продаётся
button-review = Заказы на проверке
button-providers = Поставщики
button-sync = Прочитать прайс-листы
button-ledger = Сверка счетов
button-decide = Решить
button-choose-what-to-sell = Выбрать, что продавать
button-everything-on = Продавать всё
button-everything-off = Снять всё с продажи
button-whole-category-on = Продавать всю категорию
button-whole-category-off = Снять всю категорию с продажи
button-yes-do-it = Да, выполнить
button-attach = Указать номер у поставщика
button-attach-candidate = Указать { $id }
button-refuse = Поставщик отказал: вернуть деньги
button-refuse-learn = Отказ, и запомнить этот ответ
button-send-again = Отправить ещё раз
button-customer = Покупатель
button-second-off = Отключить
button-second-at-a-loss = Подтвердить, даже в убыток
