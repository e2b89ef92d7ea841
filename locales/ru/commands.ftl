# Меню команд Telegram: простой текст, от 1 до 256 знаков.
command-catalog = Выбрать услугу
command-search = Найти услугу по слову
command-orders = Мои заказы
command-balance = Мой баланс
command-topup = Пополнить баланс
command-language = Выбрать язык
command-support = Написать нам
command-help = Как это работает
command-cancel = Прервать ввод

command-admin = Управление магазином
command-publish = Что продаётся
command-review = Заказы, которые ждут решения
command-providers = Поставщики и их балансы
command-sync = Прочитать прайс-листы
command-credit = Зачислить: НОМЕР СУММА ЗАМЕТКА
command-debit = Списать: НОМЕР СУММА ЗАМЕТКА
command-customer = Покупатель: НОМЕР или @имя
command-order = Заказ с историей: НОМЕР
command-markup = Наценка в процентах
command-second = Второй поставщик для услуги
command-ledger = Проверить счета
