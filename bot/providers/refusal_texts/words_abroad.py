"""Words that many patterns of other languages share."""

from __future__ import annotations

BAD = (
    r"(неверн\w*|недействительн\w*|некорректн\w*|неправильн\w*|невалидн\w*|ошибочн\w*|невірн\w*|недійсн\w*"
    r"|невідом\w*|неизвестн\w*"
    r"|gecersiz|hatali|yanlis|bilinmeyen|invalid[oae]s?|incorrect[oae]s?|inexistente|erronea|erroneo|errado"
    r"|errada|tidak valid|tidak sah|salah"
    r"|invalide|incorrecte?|ungultige\w*|falsche?\w*|notogri|xato|无效的?|错误的?|不正确的?|غير صالح\w*|غير صحيح\w*"
    r"|نامعتبر|اشتباه)"
)
NOT_THERE = (
    r"(не найден\w*|не существует|не знайдено|не існує|отсутствует|bulunamadi|mevcut degil|yok"
    r"|no encontrad[oa]|no existe|nao encontrad[oa]|nao existe"
    r"|tidak ditemukan|tidak ada|introuvable|n ?existe pas|nicht gefunden|existiert nicht|topilmadi"
    r"|mavjud emas|khong ton tai|khong tim thay|不存在|未找到|找不到|غير موجود\w*|لا يوجد|لم يتم العثور|یافت نشد"
    r"|وجود ندارد)"
)
BAD_AFTER = (
    rf"(({BAD}|{NOT_THERE})|khong hop le|khong dung|khong chinh xac|no es valid[oa]|no valid[oa]"
    rf"|nao e valid[oa]|nest pas valide|non valide|gecerli degil|dogru degil|ist ungultig|无效|错误|不正确"
    rf"|غير نشط\w*)"
)
ENTER = r"(укажите|введите|(необходимо|нужно) (заполнить|указать))"
LINK = (
    r"(ссылк\w*|посилан\w*|url|link\w*|baglanti\w*|liên kết|lien ket|enlace|tautan|lien|链接|连接|الرابط|رابط"
    r"|لینک|havola)"
)
SERVICE = (
    r"(услуг\w*|сервис\w*|послуг\w*|service|servis\w*|hizmet\w*|dich vu|servicio|servico|layanan|dienst\w*"
    r"|xizmat\w*|服务|الخدمة|خدمة|سرویس)"
)
COUNT = (
    r"(количеств\w*|кол ?во|кількіст\w*|miktar\w*|adet\w*|sayi\w*|so luong|cantidad|quantidade|jumlah|quantite|menge"
    r"|anzahl|miqdor\w*|soni|数量|الكمية|كمية|تعداد)"
)
MONEY = (
    r"(средств|денег|баланс\w*|коштів|bakiye\w*|so du|saldo|fondos|fundos|solde|guthaben|mablag\w*|balans\w*"
    r"|hisob\w*|余额|رصيد\w*|الرصيد|موجودی|اعتبار)"
)
KEY = (
    r"(ключ\w*|api ?key|api anahtar\w*|anahtar|api|clave( de)?( la)?( api)?|chave( da)?( api)?|kunci( api)?"
    r"|cle( d)?( api)?|schlussel|kaliti?|token\w*|密钥|مفتاح\w*|المفتاح|کلید)"
)
MIN = (
    r"(минимальн\w*|минимум\w*|мінімальн\w*|мінімум\w*|minimum\w*|minimal\w*|toi thieu|minim[oa]|minimale?"
    r"|mindest\w*|eng kam|最小|最低|最少|الحد الأدنى|الادنى|حداقل|asgari|en az)"
)
MAX = (
    r"(максимальн\w*|максимум\w*|maksimum\w*|maximum\w*|toi da|maxim[oa]|maksimal\w*|maximale?|hochst\w*"
    r"|eng kop|最大|最高|最多|الحد الأقصى|الاقصى|حداکثر|azami|en fazla|en cok)"
)
