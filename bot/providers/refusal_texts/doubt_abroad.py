"""Hints in other languages that the order may have been taken."""

from __future__ import annotations

TAKEN_PLAINLY = (
    r"успешн\w+|списан\w*|basari(yla|li)|dusuldu|tahsil edildi|isleme alindi"
    r"|siparis olusturuldu|thanh cong|(da|bi) tru\b|exito\w*|sucesso"
    r"|(descontad|debitad|cobrad)[oa]|berhasil|sukses|terpotong|erfolgreich|muvaffaqiyatli|بنجاح|تم خصم|成功|已扣"
)
"""Succeeded, or paid for: of another order nobody would say so."""

_ORDER = r"(заказ|заявк|siparis|don hang|pedido|orden|pesanan|commande|bestellung|buyurtma|طلب|订单)\w*"
DOUBT = (
    rf"{TAKEN_PLAINLY}|{_ORDER} (no|n|id|номер|numarasi|numero|nomor|so|رقم) ?\d{{3,}}"
    rf"|{_ORDER} (est |esta |ist |wird |уже )?(в (обработке|работе)|выполняется|isleniyor"
    r"|en proceso|en curso|em processamento|em andamento"
    r"|sedang diproses|en cours|in bearbeitung|قيد المعالجة|dang (duoc )?xu ly)"
    r"|тайм ?аут|время ожидания|истекло время|внутренн\w+ ошибк|ошибка (сервера|соединения|поставщика"
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
