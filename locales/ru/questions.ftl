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
    Например: <code>{ $example }</code>
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
    Например: <code>{ $example }</code>
ask-groups =
    Пришлите группы, каждую с новой строки, или файлом .txt.
    Например: <code>https://example.com/groups/abc</code>
ask-min =
    Какой минимум на каждую публикацию? Точное число будет между минимумом и максимумом.
    Например: <code>{ $example }</code>
ask-max =
    Какой максимум на каждую публикацию?
    Например: <code>{ $example }</code>
ask-posts =
    Для скольких новых публикаций?
    Например: <code>{ $example }</code>
ask-old-posts =
    Для скольких уже вышедших публикаций?
    Например: <code>{ $example }</code>
ask-delay = Через какое время после новой публикации начинать?
ask-expiry =
    До какого дня обслуживать новые публикации? Выберите день ниже или пришлите дату.
    Например: <code>31/12/2027</code>
ask-country =
    Посетители из какой страны? Нажмите её или пришлите другую: название или код.
    Например: <code>JP</code>
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
    Например: <code>{ $example }</code>
ask-interval =
    Сколько минут между двумя частями?
    Например: <code>{ $example }</code>

# Названия ответов при проверке цены и в карточке заказа.
answer = { $name }: { $value }
answer-lines = { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[other] { $count } строк
    } ({ $first })
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
        [60] 1 час
        [90] 1,5 часа
        [120] 2 часа
        [150] 2,5 часа
        [180] 3 часа
        [210] 3,5 часа
        [240] 4 часа
        [270] 4,5 часа
        [300] 5 часов
        [360] 6 часов
        [420] 7 часов
        [480] 8 часов
        [540] 9 часов
        [600] 10 часов
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
