//! The page of an opened file (`/doceditor`) when an editor outside of this product shows it. Nothing is on it but that
//! editor; everything it may load is named in its `Content-Security-Policy`.

use axum::extract::FromRequestParts as _;
use axum::response::{Html, IntoResponse as _, Response};
use files::formats::{self, Editors};
use files::model::{FileId, FilterType};
use files::service::{Opening, OpeningWish};
use files::view::Viewer;
use http::request::Parts;
use http::{HeaderValue, header};
use portal::settings::Csp;
use portal::{BaseUrl, Here, Visitor, csp};
use quick_xml::escape::escape;
use url::{Url, form_urlencoded};
use uuid::Uuid;

use crate::Connectors;
use crate::wopi::Doorway;

/// What stands in every page.
const FRAME: &str = include_str!("page.html");
/// Has a document server open the file.
const DOCUMENT_SERVER: &str = include_str!("page_document_server.js");
/// Has an office open the file.
const OFFICE: &str = "document.getElementById('enter').submit();";

/// How somebody wants to see a file.
#[derive(Debug, Default)]
struct Wish {
    file: i64,
    version: i64,
    views: bool,
}

impl Wish {
    fn read(parts: &Parts) -> Self {
        let mut wish = Self::default();
        let query = parts.uri.query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.to_ascii_lowercase().as_str() {
                "fileid" => wish.file = value.parse().unwrap_or_default(),
                "version" => wish.version = value.parse().unwrap_or_default(),
                "action" => wish.views = value.eq_ignore_ascii_case("view"),
                _ => {}
            }
        }
        wish
    }
}

/// Texts of a page, ready to stand in it.
struct Page {
    title: String,
    language: String,
    /// What its body holds beside the script.
    body: String,
    script: &'static str,
    /// The origin of the editor.
    origin: String,
}

impl Connectors {
    /// The page of the file that a request for `/doceditor` wants; nothing when this product shows it itself: without
    /// other editors, for what they do not open, and for whoever may not open it, who is told so there.
    pub async fn page(&self, parts: &mut Parts) -> Option<Response> {
        let wish = Wish::read(parts);
        let viewer = Viewer::from_request_parts(parts, self.files()).await.ok()?;
        if self.files().editors_in(viewer.portal).await.ok()? == Editors::Absent {
            return None;
        }
        let opening = self.openable(&viewer, &wish).await?;
        let here = Here::from_request_parts(parts, &()).await.ok()?;
        let Ok(visitor) = Visitor::from_request_parts(parts, &()).await;
        let language = visitor.caller.and_then(|caller| caller.culture);
        let language = language.unwrap_or_else(|| here.language.clone());
        let (server, _) = self.servers().of(viewer.portal).await.ok()?;
        let page = match server.url.is_empty() {
            false => with_document_server(&server.url, &opening, &wish, language),
            true => {
                let BaseUrl(base) = BaseUrl::of(parts);
                let office = self.office()?;
                let door = office.doorway(self, &viewer, &opening, (&base, &language));
                with_office(door.await?, &opening, language)
            }
        }?;
        let sites = self.servers().portals().hot::<Csp>(viewer.portal).await;
        Some(page.answer(&sites.map(|csp| csp.domains).unwrap_or_default()))
    }

    /// The file, when an editor outside of this product may have it.
    async fn openable(&self, viewer: &Viewer, wish: &Wish) -> Option<Opening> {
        let id = FileId(wish.file);
        let file = self.files().find(viewer.portal, id).await.ok()??;
        // Opening a form begins a copy of it: forms have editors of their own.
        if file.category == FilterType::PdfForm {
            return None;
        }
        let extension = formats::extension(&file.title);
        if !Editors::Present.viewed().contains(&extension.as_str()) {
            return None;
        }
        let how = OpeningWish {
            version: wish.version,
            view: wish.views,
            ..OpeningWish::default()
        };
        let opening = self.files().opening(viewer, id, how).await.ok()?;
        opening.plain.then_some(opening)
    }
}

fn origin_of(address: &str) -> Option<String> {
    let origin = Url::parse(address).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

fn with_document_server(
    address: &str,
    opening: &Opening,
    wish: &Wish,
    language: String,
) -> Option<Page> {
    let body = format!(
        "<div id=\"editor\" data-file=\"{}\" data-version=\"{}\" data-view=\"{}\"></div>",
        wish.file, wish.version, wish.views
    );
    Some(Page {
        title: opening.seen.entry.title.clone(),
        language,
        body,
        script: DOCUMENT_SERVER,
        origin: origin_of(address)?,
    })
}

fn with_office(door: Doorway, opening: &Opening, language: String) -> Option<Page> {
    let (title, action) = (escape(&opening.seen.entry.title), escape(&door.address));
    let body = format!(
        "<form id=\"enter\" method=\"post\" target=\"office\" action=\"{action}\">\
         <input type=\"hidden\" name=\"access_token\" value=\"{}\">\
         <input type=\"hidden\" name=\"access_token_ttl\" value=\"{}\"></form>\
         <iframe name=\"office\" title=\"{title}\" allowfullscreen \
         allow=\"clipboard-read; clipboard-write; fullscreen\"></iframe>",
        door.token, door.ends
    );
    Some(Page {
        title: opening.seen.entry.title.clone(),
        language,
        body,
        script: OFFICE,
        origin: origin_of(&door.address)?,
    })
}

impl Page {
    /// The text. What people wrote goes in last: nothing in it is a place for something else.
    fn html(&self, nonce: &str) -> String {
        FRAME
            .replace("{language}", &escape(&self.language))
            .replace("{nonce}", nonce)
            .replace("{script}", self.script)
            .replace("{body}", &self.body)
            .replace("{title}", &escape(&self.title))
    }

    fn answer(self, sites: &[String]) -> Response {
        let nonce = Uuid::new_v4().simple().to_string();
        let around: Vec<String> = sites.iter().filter_map(|text| csp::site(text)).collect();
        let origin = &self.origin;
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' {origin}; style-src 'nonce-{nonce}'; \
             connect-src 'self'; img-src 'self' {origin}; frame-src {origin}; form-action {origin}; base-uri 'none'; \
             frame-ancestors 'self' {}",
            around.join(" ")
        );
        let mut response = Html(self.html(&nonce)).into_response();
        let headers = response.headers_mut();
        if let Ok(policy) = HeaderValue::from_str(policy.trim_end()) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let page = Page {
            title: "<script>{nonce}</script>.docx".to_owned(),
            language: "de\"".to_owned(),
            body: String::new(),
            script: OFFICE,
            origin: "https://office.example".to_owned(),
        };
        let html = page.html("n");
        assert!(html.contains("<title>&lt;script&gt;{nonce}&lt;/script&gt;.docx</title>"));
        assert!(html.contains("<html lang=\"de&quot;\">"));
        let sites = [
            "https://site.example".to_owned(),
            "x; script-src *".to_owned(),
        ];
        let response = page.answer(&sites);
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.and_then(|policy| policy.to_str().ok());
        let policy = policy.unwrap_or_default();
        assert!(
            policy.ends_with("frame-ancestors 'self' https://site.example"),
            "{policy}"
        );
        assert!(
            policy.contains("form-action https://office.example;"),
            "{policy}"
        );
    }

    #[test]
    fn origins_are_of_the_web() {
        let origin = origin_of("https://office.example:9980/edit?x");
        assert_eq!(origin.as_deref(), Some("https://office.example:9980"));
        assert_eq!(origin_of("javascript:alert(1)"), None);
        assert_eq!(origin_of("office"), None);
    }
}
