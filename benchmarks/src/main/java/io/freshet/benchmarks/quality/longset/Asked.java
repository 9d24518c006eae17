package io.freshet.benchmarks.quality.longset;

import io.freshet.benchmarks.quality.longset.LongSet.Kind;

/// A question as it was found, before anything is cut.
///
/// @param from the page whose text it was, where it is cut out
/// @param cut what is taken out there
/// @param to the page that answers it
/// @param heading of the section that answers it
record Asked(Kind kind, String text, Page from, Span cut, Page to, Heading heading) {}
