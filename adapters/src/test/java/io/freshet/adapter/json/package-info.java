/// Tests of the JSON form of metadata.
@NullMarked
package io.freshet.adapter.json;

import org.jspecify.annotations.NullMarked;
