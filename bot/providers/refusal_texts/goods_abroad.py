"""Wordings in other languages: the service, the quantity, the link, the panel, the request."""

from __future__ import annotations

from bot.core.provider import ErrorKind as K
from bot.providers.refusal_texts.words_abroad import BAD, BAD_AFTER, COUNT, ENTER, LINK, MAX, MIN, NOT_THERE, SERVICE

RULES: tuple[tuple[K, str], ...] = (
    (
        K.SERVICE_UNAVAILABLE,
        (
            rf"{SERVICE}( id)? .*(отключ[её]н\w*|недоступ\w*|неактив\w*|приостановлен\w*|выключен\w*"
            rf"|не работает|закрыт\w*|удал[её]н\w*|вимкнен\w*|kapali|pasif|aktif degil|devre disi|kapatil\w*"
            rf"|kullanilam\w*|gangguan"
            rf"|durdurul\w*|tam dung|ngung|bao tri|khong hoat dong|dang tat|no disponible|desactivad[oa]"
            rf"|inactiv[oa]|indisponivel|desativad[oa]|inativ[oa]|tidak aktif|nonaktif|tidak tersedia|ditutup"
            rf"|indisponible|desactive|nicht verfugbar|deaktiviert|ochirilgan|faol emas|不可用|已关闭|已禁用|暂停"
            rf"|غير متاح\w*|معطل\w*|متوقف\w*|غير متوفر\w*|غیرفعال)|{SERVICE}(不可用|已关闭|已禁用|暂停)|(неактивн\w*"
            rf"|отключ[её]нн\w*|недоступн\w*) {SERVICE}"
        ),
    ),
    (
        K.INVALID_SERVICE,
        (
            rf"{BAD} (id |номер |идентификатор |ma |el |de |do |)*{SERVICE}|{SERVICE}( id)? ?({BAD_AFTER})"
            rf"|(id|идентификатор|номер) {SERVICE} {BAD_AFTER}|такой услуги нет|нет такой услуги"
            rf"|{NOT_THERE} {SERVICE}"
        ),
    ),
    (
        K.INVALID_QUANTITY,
        (
            rf"{COUNT}.*(между|arasinda|nam trong|tu \d+ den|entre|antara|zwischen|между|介于|之间|بين)"
            rf"|{MIN}.*{MAX}|{COUNT}.*(кратн\w*|kat[iı]|boi so|multiplo|kelipatan)"
        ),
    ),
    (
        K.QUANTITY_ABOVE_MAX,
        (
            rf"{MAX}.*{COUNT}|{COUNT}.*({MAX}|больше|более|превыша\w*|слишком (велик|больш)|cok (fazla"
            rf"|yuksek)|buyuk|fazla|qua (lon|nhieu)|lon hon|vuot|mayor|excede|maior|acima|superior"
            rf"|terlalu (banyak|besar)|melebihi|lebih dari|depasse|超过|大于|过大|اكبر|أكثر|تتجاوز)|{MAX} (заказ\w*"
            rf"|siparis\w*|pedido|order|pesanan|la|adalah|es|e|olarak)? ?\d+"
        ),
    ),
    (
        K.QUANTITY_BELOW_MIN,
        (
            rf"{MIN}.*{COUNT}|{COUNT}.*({MIN}|меньше|менее|слишком мал\w*|ниже|cok (az|dusuk)|dusuk|kucuk|az"
            rf"|qua (nho|it)|nho hon|it hon|thap hon|menor|inferior|abaixo|debajo|terlalu (sedikit|kecil)"
            rf"|kurang dari|inferieure|trop (petite|faible)|低于|小于|少于|过小|اقل|أقل|كمتر|کمتر)|{MIN} (заказ\w*"
            rf"|siparis\w*|pedido|order|pesanan|la|adalah|es|e|olarak)? ?\d+|{MIN} (заказ|siparis|pedido"
            rf"|pesanan)"
        ),
    ),
    (
        K.INVALID_QUANTITY,
        (
            rf"{BAD} {COUNT}|{COUNT} ?({BAD_AFTER}|обязательн\w*|zorunlu|gerekli|requerid[ao]|obrigatori[ao]"
            rf"|wajib)|({ENTER}|giriniz|nhap|ingrese|informe|masukkan) .*{COUNT}|{COUNT} (girin\w*"
            rf"|giriniz)"
        ),
    ),
    (
        K.INVALID_LINK,
        (
            rf"{BAD} (формат |format de |el |o |le |)*{LINK}|{LINK} ?(de |format\w* |указан\w* )?({BAD_AFTER})"
            rf"|{LINK} .*(обязательн\w*|не указан\w*|не поддерживается|не подходит|недоступн\w*|закрыт\w*|запрещен\w*"
            rf"|zorunlu|gerekli|desteklenmiyor|gizli|sai|khong duoc|no compatible|obligatorio|obrigatorio|wajib"
            rf"|tidak didukung|requis|مطلوب|خاطئ|خطأ)|{LINK}(无效|错误|不正确)|({ENTER}|проверьте|giriniz|nhap"
            rf"|kiem tra|ingrese|informe|masukkan) .*{LINK}"
            r"|(аккаунт|профиль|канал|страница|пост|группа) .*(закрыт\w*|приватн\w*|не найден\w*)|(закрытый"
            r"|приватный) (аккаунт|профиль|канал)|(hesap|profil) .*gizli|gizli (hesap|profil)|(cuenta|perfil"
            r"|conta) .*privad[oa]|akun .*(privat|private|dikunci)|الحساب خاص"
        ),
    ),
    (
        K.MAINTENANCE,
        (
            r"техническ\w+ (работ\w*|обслуживан\w*)|тех ?работ\w*|профилактическ\w+ работ\w*|(сайт|панель|сервер"
            r"|система|апи|api) (временно |на )*(недоступ\w*|закрыт\w*|отключ\w*|обслуживан\w*)"
            r"|при[её]м заказов (временно )?(приостановлен|закрыт|остановлен|отключ[её]н)|технічн\w+ (роб\w*"
            r"|обслугов\w*)|\bbakim(da|dadir|daki|i|a)?\b|bakim (calismasi|modu)|(dang |he thong )+bao tri"
            r"|en mantenimiento|mantenimiento|em manutencao|manutencao|dalam (perbaikan|pemeliharaan)"
            r"|pemeliharaan|sedang maintenance|en maintenance|wartung\w*|维护|صيانة|(متوقف\w*|مغلق\w*|معطل\w*"
            r"|غير متاح\w*) مؤقت\w*|ta'?mirlash|texnik ishlar|تعمیر|بروزرسانی"
        ),
    ),
    (
        K.UNSUPPORTED_ACTION,
        (
            rf"{BAD} (действи\w*|метод\w*|команд\w*|islem|eylem|hanh dong|accion|acao|aksi|action|操作|إجراء)"
            rf"|(действие|метод|islem|hanh dong|accion|acao|aksi) ({BAD_AFTER}|не поддерживается"
            rf"|desteklenmiyor)"
        ),
    ),
    (
        K.INVALID_REQUEST,
        (
            rf"{BAD} (запрос\w*|параметр\w*|данн\w*|формат\w*|istek|parametre\w*|solicitud|peticion|parametros?"
            rf"|solicitacao|requisicao|dados|permintaan|parameter|requete|anfrage|请求|参数|طلب|yeu cau)|(запрос"
            rf"|параметр\w*|istek|yeu cau|solicitud|solicitacao|requisicao|permintaan|tham so) ({BAD_AFTER})"
            rf"|не указан\w* (параметр|обязательн)|заполните (все )?(поля|обязательн)|eksik (parametre|veri|alan)"
            rf"|gerekli alan\w*"
            rf"|eksik bilgi|thieu (tham so|thong tin)|faltan (parametros|datos)|faltam (parametros|dados)|缺少参数"
            rf"|(комментари\w*|yorum\w*|binh luan|comentarios|komentar) .*(пуст\w*|обязательн\w*|не указан\w*"
            rf"|bos|gerekli|trong|requerid\w*|obrigatori\w*|wajib|kosong)"
        ),
    ),
)
