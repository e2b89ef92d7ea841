# По вопросу на каждое поле заказа.
ask-title = <b>{ $name }</b> · шаг { $step } из { $steps }
ask-drip-feed-title = <b>Постепенная доставка</b>: { $name } · шаг { $step } из 2
ask-optional = Этот вопрос можно пропустить.
ask-limits = От { $min } до { $max }.
ask-limits-lines = Число строк: от { $min } до { $max }.

ask-link =
    Пришлите ссылку, для которой нужен заказ.
    Например: <code>https://example.com/p/abc123</code>
ask-link-handle = Подойдёт и имя вида <code>@username</code>.
ask-quantity =
    Сколько? Пришлите число.
    Например: <code>1000</code>
ask-comments =
    Пришлите комментарии, каждый с новой строки. Длинный список можно прислать файлом .txt.
    Например:
    <code>Отличное фото!
    Очень нравится</code>
ask-usernames =
    Пришлите имена пользователей, каждое с новой строки, или файлом .txt.
    Например:
    <code>first_user
    second_user</code>
ask-username =
    Пришлите имя пользователя.
    Например: <code>username</code>
ask-keywords =
    Пришлите ключевые слова, каждое с новой строки, или файлом .txt.
    Например: <code>купить обувь</code>
ask-hashtags =
    Пришлите хештеги, каждый с новой строки, или файлом .txt.
    Например: <code>#путешествия</code>
ask-hashtag =
    Какой хештег?
    Например: <code>#путешествия</code>
ask-media =
    Пришлите ссылку на публикацию: будут упомянуты те, кому она понравилась.
    Например: <code>https://example.com/p/abc123</code>
ask-answer-number =
    Какой ответ опроса? Пришлите его номер, считая сверху.
    Например: <code>2</code>
ask-groups =
    Пришлите группы, каждую с новой строки, или файлом .txt.
    Например: <code>https://example.com/groups/abc</code>
ask-min =
    Сколько самое меньшее на каждую публикацию? Точное число будет между этим и следующим.
    Например: <code>100</code>
ask-max =
    Сколько самое большее на каждую публикацию?
    Например: <code>150</code>
ask-posts =
    Для скольких новых публикаций?
    Например: <code>10</code>
ask-old-posts =
    Для скольких уже вышедших публикаций?
    Например: <code>5</code>
ask-delay = Через какое время после новой публикации начинать?
ask-expiry =
    До какого дня обслуживать новые публикации? Выберите день ниже или пришлите дату.
    Например: <code>31/12/2027</code>
ask-country =
    Посетители из какой страны?
    Например: <code>US</code>
ask-device = С каких устройств должны быть посетители?
ask-type-of-traffic = Откуда должны приходить посетители?
ask-google-keyword =
    По каким словам они ищут?
    Например: <code>купить обувь</code>
ask-referring-url =
    С какой страницы они приходят? Пришлите её ссылку.
    Например: <code>https://example.com/page</code>
ask-runs =
    Сколькими частями доставить? Каждая часть — это всё количество, так что итог растёт вместе с ними.
    Например: <code>5</code>
ask-interval =
    Сколько минут между двумя частями?
    Например: <code>60</code>

# Названия ответов при проверке цены и в карточке заказа.
answer = { $name }: { $value }
answer-lines = { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[other] { $count } строк
    }
answer-drip-feed = Постепенно: { $runs } × { $each }, { $minutes ->
        [one] каждую { $minutes } минуту
        [few] каждые { $minutes } минуты
       *[other] каждые { $minutes } минут
    }
field-link = Ссылка
field-quantity = Количество
field-comments = Комментарии
field-usernames = Имена пользователей
field-username = Имя пользователя
field-keywords = Ключевые слова
field-hashtags = Хештеги
field-hashtag = Хештег
field-media = Публикация
field-answer-number = Номер ответа
field-groups = Группы
field-min = На публикацию не меньше
field-max = На публикацию не больше
field-posts = Новые публикации
field-old-posts = Вышедшие публикации
field-delay = Задержка
field-expiry = До
field-country = Страна
field-device = Устройства
field-type-of-traffic = Откуда посетители
field-google-keyword = Слова для поиска
field-referring-url = Исходная страница
field-runs = Части
field-interval = Минут между частями

choice-delay = { $value ->
        [0] Сразу
       *[other] { $value } мин
    }
choice-device = { $value ->
        [1] Компьютеры
        [2] Android
        [3] iPhone и iPad
        [4] Разные телефоны
        [5] Все устройства
       *[other] { $value }
    }
choice-type-of-traffic = { $value ->
        [1] Поиск Google
        [2] Другой сайт
        [3] Напрямую
       *[other] { $value }
    }
