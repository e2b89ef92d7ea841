"""Wordings of refusals in the other languages that panels answer in: Russian and Ukrainian, Turkish, Arabic, Persian,
Vietnamese, Spanish, Portuguese, Indonesian, French, German, Uzbek and Chinese.

As in `refusal_phrases`, the first that is found decides; accents and case do not count.
"""

from __future__ import annotations

from bot.core.provider import ErrorKind as K

# Words that many rules share, by language.
_BAD = (
    r"(неверн\w*|недействительн\w*|некорректн\w*|неправильн\w*|невалидн\w*|ошибочн\w*|невірн\w*|недійсн\w*"
    r"|невідом\w*|неизвестн\w*"
    r"|gecersiz|hatali|yanlis|bilinmeyen|invalid[oae]s?|incorrect[oae]s?|inexistente|erronea|erroneo|errado"
    r"|errada|tidak valid|tidak sah|salah"
    r"|invalide|incorrecte?|ungultige\w*|falsche?\w*|notogri|xato|无效的?|错误的?|不正确的?|غير صالح\w*|غير صحيح\w*"
    r"|نامعتبر|اشتباه)"
)
_NOT_THERE = (
    r"(не найден\w*|не существует|не знайдено|не існує|отсутствует|bulunamadi|mevcut degil|yok"
    r"|no encontrad[oa]|no existe|nao encontrad[oa]|nao existe"
    r"|tidak ditemukan|tidak ada|introuvable|n ?existe pas|nicht gefunden|existiert nicht|topilmadi"
    r"|mavjud emas|khong ton tai|khong tim thay|不存在|未找到|找不到|غير موجود\w*|لا يوجد|لم يتم العثور|یافت نشد"
    r"|وجود ندارد)"
)
_BAD_AFTER = (
    rf"(({_BAD}|{_NOT_THERE})|khong hop le|khong dung|khong chinh xac|no es valid[oa]|no valid[oa]"
    rf"|nao e valid[oa]|nest pas valide|non valide|gecerli degil|dogru degil|ist ungultig|无效|错误|不正确"
    rf"|غير نشط\w*)"
)
_LINK = (
    r"(ссылк\w*|посилан\w*|url|link\w*|baglanti\w*|liên kết|lien ket|enlace|tautan|lien|链接|连接|الرابط|رابط"
    r"|لینک|havola)"
)
_SERVICE = (
    r"(услуг\w*|сервис\w*|послуг\w*|service|servis\w*|hizmet\w*|dich vu|servicio|servico|layanan|dienst\w*"
    r"|xizmat\w*|服务|الخدمة|خدمة|سرویس)"
)
_COUNT = (
    r"(количеств\w*|кол ?во|кількіст\w*|miktar\w*|adet\w*|so luong|cantidad|quantidade|jumlah|quantite|menge"
    r"|anzahl|miqdor\w*|soni|数量|الكمية|كمية|تعداد)"
)
_MONEY = (
    r"(средств|денег|баланс\w*|коштів|bakiye\w*|so du|saldo|fondos|fundos|solde|guthaben|mablag\w*|balans\w*"
    r"|hisob\w*|余额|رصيد\w*|الرصيد|موجودی|اعتبار)"
)
_KEY = (
    r"(ключ\w*|api ?key|api anahtar\w*|anahtar|api|clave( de)?( la)?( api)?|chave( da)?( api)?|kunci( api)?"
    r"|cle( d)?( api)?|schlussel|kaliti?|token\w*|密钥|مفتاح\w*|المفتاح|کلید)"
)
_MIN = (
    r"(минимальн\w*|минимум\w*|мінімальн\w*|мінімум\w*|minimum\w*|minimal\w*|toi thieu|minim[oa]|minimale?"
    r"|mindest\w*|eng kam|最小|最低|最少|الحد الأدنى|الادنى|حداقل|asgari|en az)"
)
_MAX = (
    r"(максимальн\w*|максимум\w*|maksimum\w*|maximum\w*|toi da|maxim[oa]|maksimal\w*|maximale?|hochst\w*"
    r"|eng kop|最大|最高|最多|الحد الأقصى|الاقصى|حداکثر|azami|en fazla|en cok)"
)

RULES: tuple[tuple[K, str], ...] = (
    (
        K.REFILL_NOT_ALLOWED,
        (
            r"bao hanh|рефилл\w*.*(недоступ|невозмож|нельзя)|(недоступ|невозмож|нельзя).*(рефилл|докрут)"
            r"|telafi.*(edilemez|yok|mumkun degil|kapali)|不支持补|إعادة التعبئة"
        ),
    ),
    (
        K.CANCEL_NOT_ALLOWED,
        (
            r"(нельзя|невозможно) отменить|iptal edilemez|khong the huy|no se puede cancelar"
            r"|nao pode ser cancelad|tidak (dapat|bisa) dibatalkan|لا يمكن إلغاء|无法取消"
        ),
    ),
    (
        K.ORDER_NOT_FOUND,
        (
            rf"(заказ|замовлення|siparis|don hang|pedido|pesanan|orden|commande|buyurtma|订单|الطلب"
            rf"|سفارش) {_NOT_THERE}|{_BAD} (заказ|id заказа|номер заказа|siparis\w*|pedido|pesanan)"
        ),
    ),
    (
        K.DUPLICATE_ACTIVE_ORDER,
        (
            rf"{_LINK}.*(дублир\w*|повторя\w*|tekrar\w* edil\w*|duplicad[oa])|дубл(ь|икат)|(активн\w*"
            rf"|незаверш[её]нн\w*|действующ\w*|текущ\w*) заказ|заказ .*(уже|еще) .*(ссылк|выполн|работ)"
            rf"|{_LINK}.*уже|уже .*{_LINK}"
            rf"|(aktif|devam eden|tamamlanmamis|bekleyen) (bir )?siparis|{_LINK}.*zaten|zaten .*{_LINK}|(đang có"
            rf"|da co|dang co) .*(don|{_LINK})|don hang (dang|chua)|(pedido|orden|ordem) (activ[oa]|ativ[oa]"
            rf"|pendiente|pendente|en curso|em andamento).*|ya (existe|tiene) .*{_LINK}|ja (existe|tem|possui"
            rf"|ha) .*({_LINK}|pedido)"
            rf"|(pesanan|order) (aktif|yang sama|yang sedang|masih).*|{_LINK}.*(sudah|masih)|masih ada (pesanan"
            rf"|order)|commande (active|en cours).*|aktive bestellung|طلب (نشط|قائم|قيد|سابق|اخر|فعال)|(重复"
            rf"|已有).*(订单|链接)|faol buyurtma|سفارش فعال"
        ),
    ),
    (
        K.AUTH,
        (
            rf"{_BAD} ((api|апи) )?{_KEY}|{_KEY}( api)?( khong)? ?({_BAD_AFTER})|{_KEY} .*(недейств\w*|истек"
            rf"|отключ\w*|заблокир\w*)|({_KEY}|ключ api) (не|нет)|не ?авторизован\w*|ошибка авторизации|yetkisiz"
            rf"|khoa api|ma api|api key khong|صلاحية المفتاح|no autorizado|nao autorizado|tidak berwenang"
            rf"|non autorise|nicht autorisiert"
        ),
    ),
    (
        K.ACCOUNT_DISABLED,
        (
            r"(аккаунт|пользователь|учетная запись|акаунт) .*(заблокирован|отключ|приостановлен|неактив|забанен)"
            r"|hesab\w* .*(askiya|engellen|kapali|pasif|yasakl|devre disi)|tai khoan .*(bi khoa|bi chan"
            r"|khong hoat dong)|cuenta .*(suspendida|bloqueada|desactivada)|conta .*(suspensa|bloqueada"
            r"|desativada)|akun .*(diblokir|ditangguhkan|nonaktif|tidak aktif|disuspend)|compte .*(suspendu"
            r"|bloque|desactive)|konto .*(gesperrt|deaktiviert)|الحساب .*(معطل|محظور|موقوف)|حسابك .*(معطل|محظور"
            r"|موقوف)|账户.*(禁用|冻结|封)"
        ),
    ),
    (
        K.INSUFFICIENT_FUNDS,
        (
            rf"(недостаточно|не ?хватает|нехватка|нет|мало|недостатньо|бракує) .*{_MONEY}"
            rf"|{_MONEY} .*(недостаточ\w*|мало|исчерпан)|пополните .*(баланс|сч[её]т)|yetersiz {_MONEY}"
            rf"|{_MONEY}.*(yetersiz|yeterli degil|yetmiyor|yok)|yeterli {_MONEY}.*(yok|degil|bulunm\w*)|(khong du"
            rf"|het) (so du|tien)|so du .*(khong du|thap|khong)"
            rf"|{_MONEY} (insuficiente\w*|insuffisant|nicht ausreichend|no es suficiente|baixo|bajo)"
            rf"|(insuficiente\w*|insuffisants?|unzureichendes|sin|sem) {_MONEY}|{_MONEY}.*(tidak cukup"
            rf"|tidak mencukupi|kurang|habis|yetarli emas|yetmaydi)|no (hay|tiene|tienes) (suficiente\w*|saldo"
            rf"|fondos)\w*|nicht genug|pas assez de|余额不足|余额不够|资金不足|{_MONEY}.*(غير كاف\w*|لا يكفي|كافي نیست"
            rf"|کافی نیست|ناكاف\w*)|(لا يوجد|ليس لديك|عدم كفاية) .*رصيد|잔액|残高"
        ),
    ),
    (
        K.RATE_LIMITED,
        (
            r"слишком (много|часто|частые) .*(запрос\w*|обращ\w*)|слишком часто|превышен\w* (лимит|частота"
            r"|количество) (запрос\w*|обращ\w*)|лимит запросов|cok fazla istek|istek (limiti|siniri)"
            r"|cok sik istek|qua nhieu yeu cau|demasiadas (solicitudes|peticiones)|muitas (solicitacoes"
            r"|requisicoes)|terlalu banyak permintaan|trop de requetes|zu viele anfragen|juda kop so'?rov|请求(过于"
            r"|太)频繁|طلبات كثيرة|تجاوزت الحد|عدد كبير.*الطلبات"
        ),
    ),
    (
        K.SERVICE_UNAVAILABLE,
        (
            rf"{_SERVICE}( id)? .*(отключ[её]н\w*|недоступ\w*|неактив\w*|приостановлен\w*|выключен\w*"
            rf"|не работает|закрыт\w*|удал[её]н\w*|вимкнен\w*|kapali|pasif|aktif degil|devre disi|kapatil\w*"
            rf"|durdurul\w*|tam dung|ngung|bao tri|khong hoat dong|dang tat|no disponible|desactivad[oa]"
            rf"|inactiv[oa]|indisponivel|desativad[oa]|inativ[oa]|tidak aktif|nonaktif|tidak tersedia|ditutup"
            rf"|indisponible|desactive|nicht verfugbar|deaktiviert|ochirilgan|faol emas|不可用|已关闭|已禁用|暂停"
            rf"|غير متاح\w*|معطل\w*|متوقف\w*|غير متوفر\w*|غیرفعال)|{_SERVICE}(不可用|已关闭|已禁用|暂停)|(неактивн\w*"
            rf"|отключ[её]нн\w*|недоступн\w*) {_SERVICE}"
        ),
    ),
    (
        K.INVALID_SERVICE,
        (
            rf"{_BAD} (id |номер |идентификатор |ma |el |de |do |)*{_SERVICE}|{_SERVICE}( id)? ?({_BAD_AFTER})"
            rf"|(id|идентификатор|номер) {_SERVICE} {_BAD_AFTER}|такой услуги нет|нет такой услуги"
            rf"|{_NOT_THERE} {_SERVICE}"
        ),
    ),
    (
        K.INVALID_QUANTITY,
        (
            rf"{_COUNT}.*(между|arasinda|nam trong|tu \d+ den|entre|antara|zwischen|между|介于|之间|بين)"
            rf"|{_MIN}.*{_MAX}|{_COUNT}.*(кратн\w*|kat[iı]|boi so|multiplo|kelipatan)"
        ),
    ),
    (
        K.QUANTITY_ABOVE_MAX,
        (
            rf"{_MAX}.*{_COUNT}|{_COUNT}.*({_MAX}|больше|более|превыша\w*|слишком (велик|больш)|cok (fazla"
            rf"|yuksek)|buyuk|fazla|qua (lon|nhieu)|lon hon|vuot|mayor|excede|maior|acima|superior"
            rf"|terlalu (banyak|besar)|melebihi|lebih dari|depasse|超过|大于|过大|اكبر|أكثر|تتجاوز)|{_MAX} (заказ\w*"
            rf"|siparis\w*|pedido|order|pesanan|la|adalah|es|e|olarak)? ?\d+"
        ),
    ),
    (
        K.QUANTITY_BELOW_MIN,
        (
            rf"{_MIN}.*{_COUNT}|{_COUNT}.*({_MIN}|меньше|менее|слишком мал\w*|ниже|cok (az|dusuk)|dusuk|kucuk|az"
            rf"|qua (nho|it)|nho hon|it hon|thap hon|menor|inferior|abaixo|debajo|terlalu (sedikit|kecil)"
            rf"|kurang dari|inferieure|trop (petite|faible)|低于|小于|少于|过小|اقل|أقل|كمتر|کمتر)|{_MIN} (заказ\w*"
            rf"|siparis\w*|pedido|order|pesanan|la|adalah|es|e|olarak)? ?\d+|{_MIN} (заказ|siparis|pedido"
            rf"|pesanan)"
        ),
    ),
    (
        K.INVALID_QUANTITY,
        (
            rf"{_BAD} {_COUNT}|{_COUNT} ?({_BAD_AFTER}|обязательн\w*|zorunlu|gerekli|requerid[ao]|obrigatori[ao]"
            rf"|wajib)|(укажите|введите|giriniz|nhap|ingrese|informe|masukkan) .*{_COUNT}|{_COUNT} (girin\w*"
            rf"|giriniz)"
        ),
    ),
    (
        K.INVALID_LINK,
        (
            rf"{_BAD} (формат |format de |el |o |le |)*{_LINK}|{_LINK} ?(de |format\w* )?({_BAD_AFTER})"
            rf"|{_LINK} .*(обязательн\w*|не указан\w*|не поддерживается|недоступн\w*|закрыт\w*|запрещен\w*"
            rf"|zorunlu|gerekli|desteklenmiyor|gizli|sai|khong duoc|no compatible|obligatorio|obrigatorio|wajib"
            rf"|tidak didukung|requis|مطلوب|خاطئ|خطأ)|{_LINK}(无效|错误|不正确)|(укажите|введите|проверьте|giriniz|nhap"
            rf"|kiem tra|ingrese|informe|masukkan) .*{_LINK}"
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
            rf"{_BAD} (действи\w*|метод\w*|команд\w*|islem|eylem|hanh dong|accion|acao|aksi|action|操作|إجراء)"
            rf"|(действие|метод|islem|hanh dong|accion|acao|aksi) ({_BAD_AFTER}|не поддерживается"
            rf"|desteklenmiyor)"
        ),
    ),
    (
        K.INVALID_REQUEST,
        (
            rf"{_BAD} (запрос\w*|параметр\w*|данн\w*|формат\w*|istek|parametre\w*|solicitud|peticion|parametros?"
            rf"|solicitacao|requisicao|dados|permintaan|parameter|requete|anfrage|请求|参数|طلب|yeu cau)|(запрос"
            rf"|параметр\w*|istek|yeu cau|solicitud|solicitacao|requisicao|permintaan|tham so) ({_BAD_AFTER})"
            rf"|не указан\w* (параметр|обязательн)|заполните (все )?(поля|обязательн)|eksik parametre"
            rf"|eksik bilgi|thieu (tham so|thong tin)|faltan (parametros|datos)|faltam (parametros|dados)|缺少参数"
            rf"|(комментари\w*|yorum\w*|binh luan|comentarios|komentar) .*(пуст\w*|обязательн\w*|не указан\w*"
            rf"|bos|gerekli|trong|requerid\w*|obrigatori\w*|wajib|kosong)"
        ),
    ),
)

DOUBT = (
    r"тайм ?аут|время ожидания|истекло время|внутренн\w+ ошибк|ошибка (сервера|соединения|поставщика"
    r"|провайдера|базы|сети)|(заказ|заявка)\w* (был\w* |уже |успешно |частично )*(создан\w*|принят\w*"
    r"|размещ\w*|оформлен\w*|отправлен\w*|сохран\w*|обрабатыва\w*)|неизвестная ошибка|системная ошибка"
    r"|что ?то пошло не так|произошла ошибка|непредвиденн\w+|успешн\w+|списан\w*|возврат|(не удалось"
    r"|ошибка при) (сохран|отправ|обработ|связаться|соедин)\w*|в очереди|но заказ"
    r"|zaman asimi|sunucu hatasi|bilinmeyen (bir )?hata|beklenmeyen|beklenmedik|sistem\w* hata\w*"
    r"|siparis\w* (basariyla |zaten )*(olusturuldu|alindi|verildi|kaydedildi|gonderildi|iletildi|isleniyor)"
    r"|basari(yla|li)|baglanti hatasi|bir hata olustu|bir sorun olustu|saglayici hata\w*|iade"
    r"|het thoi gian|qua thoi gian|loi (he thong|may chu|khong xac dinh|ket noi|noi bo)|thanh cong"
    r"|da (duoc )?(dat|tao|luu|gui|nhan|xu ly)|co loi xay ra|hoan tien"
    r"|tiempo (de espera )?agotado|error (interno|del servidor|desconocido|inesperado|de conexion"
    r"|del proveedor)|algo salio mal|(pedido|orden) (fue |ha sido |ya |ya fue )*(cread[oa]|realizad[oa]"
    r"|aceptad[oa]|recibid[oa]|enviad[oa]|guardad[oa]|procesad[oa])|exito\w*|reembols\w*|ocurrio un error"
    r"|tempo (limite )?(esgotado|excedido)|erro (interno|do servidor|desconhecido|inesperado|de conexao"
    r"|do fornecedor|no servidor)|algo deu errado|pedido (foi |ja |ja foi )*(criado|realizado|aceito|recebido"
    r"|enviado|salvo|processado)|sucesso|ocorreu um erro"
    r"|waktu habis|kesalahan (server|internal|sistem|koneksi|tidak diketahui|tak terduga)|terjadi kesalahan"
    r"|(pesanan|order) (telah |sudah |berhasil )+(dibuat|diterima|dikirim|disimpan|diproses)|berhasil|sukses"
    r"|delai (d attente )?(depasse|expire)|erreur (interne|serveur|du serveur|inconnue|inattendue)|une erreur"
    r"|commande (a ete |est |deja )*(creee|passee|acceptee|enregistree|envoyee)|succes|zeituberschreitung"
    r"|interner fehler|serverfehler|unbekannter fehler|bestellung (wurde|ist) .*(erstellt|angenommen"
    r"|gespeichert)|erfolgreich"
    r"|انتهت المهلة|انتهى الوقت|خطأ (داخلي|في الخادم|غير متوقع|غير معروف|في الاتصال)|حدث خطأ|تم (إنشاء|قبول"
    r"|استلام|إرسال|حفظ|تنفيذ|تسجيل)|بنجاح|خطای (داخلی|سرور)|ثبت شد|با موفقیت"
    r"|超时|内部错误|服务器错误|未知错误|系统错误|已(创建|提交"
    r"|接受|下单|保存)|成功|muvaffaqiyatli|xatolik yuz berdi|qabul qilindi"
)
UPSTREAM = (
    r"поставщик\w*|провайдер\w*|постачальник\w*|saglayici\w*|nha cung cap|proveedor\w*|fornecedor\w*|pemasok"
    r"|penyedia|fournisseur\w*|lieferant\w*|anbieter\w*|供应商|上游|المزود|مزود|تامین کننده"
)
ASK_AGAIN = (
    r"(пожалуйста |и )*(попробуйте|повторите|попробуй|спробуйте)( попытку| запрос| еще раз| снова| позже"
    r"| позднее| пізніше| через \w+( \w+)?)*"
    r"|(lutfen )?(daha sonra |tekrar |bir sure sonra |sonra )+(deney\w*|dene\w*|deneyiniz)"
    r"|(vui long )?(thu lai|quay lai)( sau)?( it phut| vai phut)?"
    r"|(por favor )?(intente\w*|intenta\w*|reintente\w*|tente|tentar)( lo)?( de nuevo| nuevamente| otra vez"
    r"| novamente| mas tarde| mais tarde| de novo)*"
    r"|(silakan |silahkan |mohon )?coba( lagi| kembali)( nanti| beberapa saat( lagi)?)*"
    r"|(veuillez )?(reessaye\w*|ressaye\w*)( plus tard)?|(bitte )?versuchen sie es (spater )?(erneut"
    r"|noch einmal)"
    r"|(请)?(稍后|重新)?(再试|重试)|(يرجى |الرجاء )?(المحاولة|حاول|أعد المحاولة)( مرة أخرى| لاحقا| بعد قليل| لاحقًا)*"
    r"|(لطفا )?(دوباره|مجددا) (تلاش|امتحان) کنید|qayta urinib koring|keyinroq"
)
