//! Codes of languages.

use crate::base::{Message, msg, suggest};

/// The codes of two letters (ISO 639-1), each with those of three letters for the same language (ISO 639-2).
const CODES: &str = "\
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak \
    be:bel bg:bul bi:bis bm:bam bn:ben bo:bod:tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre \
    cs:ces:cze cu:chu cv:chv cy:cym:wel da:dan de:deu:ger dv:div dz:dzo ee:ewe el:ell:gre en:eng \
    eo:epo es:spa et:est eu:eus:baq fa:fas:per ff:ful fi:fin fj:fij fo:fao fr:fra:fre fy:fry ga:gle \
    gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye:arm \
    hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl:ice it:ita iu:iku ja:jpn jv:jav \
    ka:kat:geo kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom \
    kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah \
    mi:mri:mao mk:mkd:mac ml:mal mn:mon mr:mar ms:msa:may mt:mlt my:mya:bur na:nau nb:nob nd:nde \
    ne:nep ng:ndo nl:nld:dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss \
    pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron:rum ru:rus rw:kin sa:san sc:srd \
    sd:snd se:sme sg:sag si:sin sk:slk:slo sl:slv sm:smo sn:sna so:som sq:sqi:alb sr:srp ss:ssw \
    st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton \
    tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln \
    wo:wol xh:xho yi:yid yo:yor za:zha zh:zho:chi zu:zul";

/// What people write in place of a code: names of languages and codes of countries.
const OTHERS: [(&str, &str); 28] = [
    ("belarusian", "be"),
    ("by", "be"),
    ("chinese", "zh"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("czech", "cs"),
    ("dk", "da"),
    ("english", "en"),
    ("french", "fr"),
    ("gb", "en"),
    ("german", "de"),
    ("gr", "el"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("jp", "ja"),
    ("kazakh", "kk"),
    ("kz", "kk"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("turkish", "tr"),
    ("ua", "uk"),
    ("ukrainian", "uk"),
    ("us", "en"),
    ("ру", "ru"),
    ("рус", "ru"),
    ("анг", "en"),
];

/// What is wrong with the code of a language, and what to write.
pub(super) fn wrong_code(tag: &str) -> Option<(Message, Message)> {
    let rows = || CODES.split(' ').map(|row| row.split_once(':').unwrap_or((row, "")));
    let short = |tag: &str| rows().map(|(short, _)| short).find(|short| *short == tag);
    let by_long = |tag: &str| {
        let mut rows = rows();
        rows.find(|(_, long)| long.split(':').any(|long| long == tag)).map(|(short, _)| short)
    };
    if let Some(short) = by_long(tag) {
        let message = msg!(rules.longer_code, tag = tag);
        return Some((message, msg!(syntax.write, word = short)));
    }
    // There are thousands of languages without a code of two letters.
    if short(tag).is_some() || tag.len() == 3 && tag.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let folded = tag.to_lowercase();
    let main = folded.split(['_', '-']).next().unwrap_or(&folded);
    let typed = suggest::on_other_keyboard(main);
    let named = |word: &str| OTHERS.iter().find(|(other, _)| *other == word).map(|(_, code)| *code);
    let known = |word: &str| short(word).or_else(|| by_long(word)).or_else(|| named(word));
    let meant = known(main).or_else(|| typed.as_deref().and_then(known));
    let help = match meant {
        Some(code) => msg!(syntax.write, word = code),
        None => msg!(rules.language_codes),
    };
    Some((msg!(rules.not_a_language, tag = tag), help))
}
