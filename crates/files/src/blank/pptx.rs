//! A presentation with one title slide.

use super::package::{OFFICE, Package};

const P: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";
const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

const TREE: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>\
     <p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// A presentation whose text is in `language`: 16:9, one slide with title and subtitle.
pub(super) fn presentation(language: &str) -> Vec<u8> {
    let presentation = format!(
        "<p:presentation xmlns:p=\"{P}\" xmlns:a=\"{A}\" xmlns:r=\"{OFFICE}\">\
         <p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst>\
         <p:sldIdLst><p:sldId id=\"256\" r:id=\"rId2\"/></p:sldIdLst>\
         <p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>\
         <p:defaultTextStyle><a:defPPr><a:defRPr lang=\"{language}\"/></a:defPPr></p:defaultTextStyle></p:presentation>"
    );
    let master = format!(
        "<p:sldMaster xmlns:p=\"{P}\" xmlns:a=\"{A}\" xmlns:r=\"{OFFICE}\"><p:cSld>\
         <p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{TREE}{}{}</p:spTree></p:cSld>\
         <p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>\
         <p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>\
         <p:txStyles><p:titleStyle>{}</p:titleStyle><p:bodyStyle>{}</p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>",
        shape(
            2,
            "Title",
            "type=\"title\"",
            (838_200, 365_125, 10_515_600, 1_325_563),
            language
        ),
        shape(
            3,
            "Body",
            "type=\"body\" idx=\"1\"",
            (838_200, 1_825_625, 10_515_600, 4_351_338),
            language
        ),
        level(4400),
        level(2400),
    );
    let layout = format!(
        "<p:sldLayout xmlns:p=\"{P}\" xmlns:a=\"{A}\" xmlns:r=\"{OFFICE}\" type=\"title\" preserve=\"1\">\
         <p:cSld name=\"Title slide\"><p:spTree>{TREE}{}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        shape(
            2,
            "Title",
            "type=\"ctrTitle\"",
            (1_524_000, 1_122_363, 9_144_000, 2_387_600),
            language
        ),
        shape(
            3,
            "Subtitle",
            "type=\"subTitle\" idx=\"1\"",
            (1_524_000, 3_602_038, 9_144_000, 1_655_762),
            language
        ),
    );
    let slide = format!(
        "<p:sld xmlns:p=\"{P}\" xmlns:a=\"{A}\" xmlns:r=\"{OFFICE}\"><p:cSld><p:spTree>{TREE}{}{}</p:spTree></p:cSld>\
         <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
        placeholder(2, "Title", "type=\"ctrTitle\"", language),
        placeholder(3, "Subtitle", "type=\"subTitle\" idx=\"1\"", language),
    );
    Package::default()
        .relations("", &[("rId1", "officeDocument", "ppt/presentation.xml")])
        .part(
            "ppt/presentation.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            &presentation,
        )
        .relations(
            "ppt/presentation.xml",
            &[
                ("rId1", "slideMaster", "slideMasters/slideMaster1.xml"),
                ("rId2", "slide", "slides/slide1.xml"),
                ("rId3", "theme", "theme/theme1.xml"),
            ],
        )
        .part(
            "ppt/slideMasters/slideMaster1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml",
            &master,
        )
        .relations(
            "ppt/slideMasters/slideMaster1.xml",
            &[
                ("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"),
                ("rId2", "theme", "../theme/theme1.xml"),
            ],
        )
        .part(
            "ppt/slideLayouts/slideLayout1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml",
            &layout,
        )
        .relations(
            "ppt/slideLayouts/slideLayout1.xml",
            &[("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")],
        )
        .part(
            "ppt/slides/slide1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.slide+xml",
            &slide,
        )
        .relations(
            "ppt/slides/slide1.xml",
            &[("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")],
        )
        .part(
            "ppt/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            &theme(),
        )
        .finish()
}

fn shape(
    id: u32,
    name: &str,
    kind: &str,
    (x, y, width, height): (u32, u32, u32, u32),
    language: &str,
) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>\
         <p:spPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr>\
         <p:txBody><a:bodyPr anchor=\"ctr\"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:r><a:rPr lang=\"{language}\"/><a:t>{name}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
}

fn placeholder(id: u32, name: &str, kind: &str, language: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>\
         <p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang=\"{language}\"/></a:p></p:txBody></p:sp>"
    )
}

fn level(size: u32) -> String {
    format!(
        "<a:lvl1pPr algn=\"l\"><a:defRPr sz=\"{size}\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/></a:defRPr></a:lvl1pPr>"
    )
}

fn theme() -> String {
    let colors: String = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", "1F2937"),
        ("lt2", "F3F4F6"),
        ("accent1", "3B82F6"),
        ("accent2", "F97316"),
        ("accent3", "10B981"),
        ("accent4", "EAB308"),
        ("accent5", "8B5CF6"),
        ("accent6", "EF4444"),
        ("hlink", "2563EB"),
        ("folHlink", "7C3AED"),
    ]
    .into_iter()
    .map(|(name, color)| format!("<a:{name}><a:srgbClr val=\"{color}\"/></a:{name}>"))
    .collect();
    let font = "<a:latin typeface=\"Arial\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"9525\">{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "<a:theme xmlns:a=\"{A}\" name=\"Blank\"><a:themeElements>\
         <a:clrScheme name=\"Blank\">{colors}</a:clrScheme>\
         <a:fontScheme name=\"Blank\"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>\
         <a:fmtScheme name=\"Blank\"><a:fillStyleLst>{fill}{fill}{fill}</a:fillStyleLst><a:lnStyleLst>{line}{line}{line}</a:lnStyleLst>\
         <a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme>\
         </a:themeElements></a:theme>"
    )
}
