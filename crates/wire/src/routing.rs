//! Routes that carry their descriptions, unopened.
//!
//! Building the schemas of hundreds of operations takes longer than all else at start-up, and hardly anybody asks for
//! the document. So a route keeps a function that describes it, and [`Description::document`] calls them when asked.

use std::collections::BTreeSet;
use std::convert::Infallible;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use utoipa::__dev::{SchemaReferences, Tags};
use utoipa::openapi::path::{HttpMethod, Paths};
use utoipa::openapi::{Components, OpenApi};

/// Adds a route's operation and the schemas it speaks of to a document.
type Describe = fn(&mut OpenApi);

/// One handler with its path, verbs and description; made by [`routes!`](crate::routes!).
#[derive(Debug)]
pub struct Route<S> {
    path: String,
    method: MethodRouter<S, Infallible>,
    describe: Describe,
}

impl<S: Clone + Send + Sync + 'static> Route<S> {
    /// The route of a handler, `P` being what `#[utoipa::path]` made of it.
    pub fn of<P, H, T>(handler: H) -> Self
    where
        P: utoipa::Path + SchemaReferences + for<'t> Tags<'t>,
        H: Handler<T, S>,
        T: 'static,
    {
        let method = P::methods()
            .iter()
            .fold(MethodRouter::new(), |method, verb| {
                method.merge(on(filter(verb), handler.clone()))
            });
        Self {
            path: P::path(),
            method,
            describe: describe::<P>,
        }
    }
}

fn describe<P: utoipa::Path + SchemaReferences + for<'t> Tags<'t>>(document: &mut OpenApi) {
    let mut operation = P::operation();
    let tags = P::tags().into_iter().map(str::to_owned);
    operation.tags.get_or_insert_default().extend(tags);
    let mut paths = Paths::new();
    paths.add_path_operation(P::path(), P::methods(), operation);
    document.paths.merge(paths);
    let mut schemas = Vec::new();
    P::schemas(&mut schemas);
    let components = document.components.get_or_insert_with(Components::new);
    for (name, schema) in schemas {
        // As documents are merged: of two schemas by one name the first stays.
        components.schemas.entry(name).or_insert(schema);
    }
}

fn filter(verb: &HttpMethod) -> MethodFilter {
    match verb {
        HttpMethod::Get => MethodFilter::GET,
        HttpMethod::Post => MethodFilter::POST,
        HttpMethod::Put => MethodFilter::PUT,
        HttpMethod::Delete => MethodFilter::DELETE,
        HttpMethod::Options => MethodFilter::OPTIONS,
        HttpMethod::Head => MethodFilter::HEAD,
        HttpMethod::Patch => MethodFilter::PATCH,
        HttpMethod::Trace => MethodFilter::TRACE,
    }
}

/// The [`Route`]s of handlers with a `#[utoipa::path]`: `routes!(list, create)`.
#[macro_export]
macro_rules! routes {
    ($($handler:ident),+ $(,)?) => {
        $crate::private::pastey::paste! {
            [$($crate::Route::of::<[<__path_ $handler>], _, _>($handler)),+]
        }
    };
}

/// A router whose routes can be described.
#[derive(Debug)]
pub struct Routes<S = ()> {
    router: Router<S>,
    description: Description,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No route.
    #[must_use]
    pub fn new() -> Self {
        Self::from(Router::new())
    }

    /// Adds described routes.
    #[must_use]
    pub fn routes(mut self, routes: impl IntoIterator<Item = Route<S>>) -> Self {
        for route in routes {
            self.router = self.router.route(&route.path, route.method);
            self.description.templates.insert(route.path);
            self.description.parts.push(route.describe);
        }
        self
    }

    /// Adds a route that the document does not speak of.
    #[must_use]
    pub fn route(mut self, path: &str, method: MethodRouter<S>) -> Self {
        self.router = self.router.route(path, method);
        self
    }

    /// Adds what no route's own description tells: schemas of queries, for one.
    #[must_use]
    pub fn described_by<D: utoipa::OpenApi>(mut self) -> Self {
        self.description
            .parts
            .push(|document| document.merge(D::openapi()));
        self
    }

    /// Adds another's routes.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.description
            .templates
            .extend(other.description.templates);
        self.description.parts.extend(other.description.parts);
        self
    }

    /// Changes the router itself: layers around the routes there are by now.
    #[must_use]
    pub fn around(mut self, change: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        self.router = change(self.router);
        self
    }

    /// Gives all handlers what they work with.
    #[must_use]
    pub fn with_state<S2>(self, state: S) -> Routes<S2> {
        Routes {
            router: self.router.with_state(state),
            description: self.description,
        }
    }

    /// The router, and what it can tell of itself.
    pub fn split(self) -> (Router<S>, Description) {
        (self.router, self.description)
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

/// Routes that no document speaks of.
impl<S> From<Router<S>> for Routes<S> {
    fn from(router: Router<S>) -> Self {
        let description = Description::default();
        Self {
            router,
            description,
        }
    }
}

/// The router alone, for those who ask for no document.
impl<S> From<Routes<S>> for Router<S> {
    fn from(routes: Routes<S>) -> Self {
        routes.router
    }
}

/// What routes can tell of themselves.
#[derive(Debug, Clone, Default)]
pub struct Description {
    templates: BTreeSet<String>,
    parts: Vec<Describe>,
}

impl Description {
    /// Paths as the router spells them, such as `/api/2.0/files/rooms/{id}`; each once.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(String::as_str)
    }

    /// The OpenAPI document of all described routes. Takes a while: not for every request.
    #[must_use]
    pub fn document(&self) -> OpenApi {
        let mut document = OpenApi::default();
        for describe in &self.parts {
            describe(&mut document);
        }
        document
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::expect_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]

    use axum::body::Body;
    use axum::extract::State;
    use http::{Request, StatusCode};
    use tower::ServiceExt as _;

    use super::Routes;

    #[derive(serde::Serialize, utoipa::ToSchema)]
    struct Room {
        id: i32,
    }

    #[utoipa::path(get, path = "/rooms", tag = "Rooms", responses((status = 200, body = Room)))]
    async fn list(State(id): State<i32>) -> axum::Json<Room> {
        axum::Json(Room { id })
    }

    /// Another one by the same name.
    #[derive(serde::Serialize, utoipa::ToSchema)]
    #[schema(as = Room)]
    struct Short {
        title: String,
    }

    #[utoipa::path(get, path = "/short", responses((status = 200, body = Short)))]
    async fn short() -> axum::Json<Short> {
        let title = String::new();
        axum::Json(Short { title })
    }

    #[utoipa::path(post, path = "/rooms", tag = "Rooms")]
    async fn create() -> StatusCode {
        StatusCode::CREATED
    }

    #[utoipa::path(delete, path = "/rooms/{id}")]
    async fn remove() -> StatusCode {
        StatusCode::NO_CONTENT
    }

    fn routes() -> Routes {
        Routes::new()
            .routes(routes!(list, create))
            .merge(Routes::new().routes(routes!(remove)))
            .route("/secret", axum::routing::get(|| async { StatusCode::OK }))
            .with_state(7)
    }

    #[tokio::test]
    async fn routes_answer_by_path_and_verb() {
        let (router, _) = routes().split();
        for (verb, path, status) in [
            ("GET", "/rooms", StatusCode::OK),
            ("POST", "/rooms", StatusCode::CREATED),
            ("DELETE", "/rooms/3", StatusCode::NO_CONTENT),
            ("DELETE", "/rooms", StatusCode::METHOD_NOT_ALLOWED),
            ("GET", "/secret", StatusCode::OK),
        ] {
            let request = Request::builder().method(verb).uri(path);
            let request = request.body(Body::empty()).expect("a request");
            let answer = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), status, "{verb} {path}");
        }
    }

    #[test]
    fn of_two_schemas_by_one_name_the_first_stays() {
        let (_, description) = Routes::<()>::new()
            .merge(Routes::new().routes(routes!(list)).with_state(7))
            .merge(Routes::new().routes(routes!(short)))
            .split();
        let document = serde_json::to_value(description.document()).expect("a document");
        let properties = &document["components"]["schemas"]["Room"]["properties"];
        assert!(properties["id"].is_object(), "{properties}");
    }

    #[test]
    fn the_document_holds_operations_tags_and_schemas() {
        let (_, description) = routes().split();
        let templates: Vec<_> = description.templates().collect();
        assert_eq!(templates, ["/rooms", "/rooms/{id}"]);
        let document = serde_json::to_value(description.document()).expect("a document");
        let rooms = &document["paths"]["/rooms"];
        assert_eq!(rooms["get"]["tags"], serde_json::json!(["Rooms"]));
        assert_eq!(rooms["post"]["operationId"], "create");
        assert!(document["paths"]["/rooms/{id}"]["delete"].is_object());
        assert!(document["components"]["schemas"]["Room"].is_object());
        assert!(document["paths"]["/secret"].is_null());
    }
}
