//! A request is under way until its answer has been sent, downloads included.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::response::Response;
use http_body::{Body as _, Frame, SizeHint};
use limits::Place;

/// Answers of this size at most are as good as sent.
const SMALL: u64 = 64 * 1024;

/// Keeps the place until the answer has been sent or the client is gone.
pub(super) fn hold(response: Response, place: Place) -> Response {
    let small = response.body().size_hint().exact();
    if small.is_some_and(|size| size <= SMALL) {
        return response;
    }
    response.map(|body| {
        Body::new(Held {
            body,
            place: Some(place),
        })
    })
}

struct Held {
    body: Body,
    place: Option<Place>,
}

impl http_body::Body for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if !matches!(frame, Poll::Pending | Poll::Ready(Some(Ok(_)))) {
            self.place = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
