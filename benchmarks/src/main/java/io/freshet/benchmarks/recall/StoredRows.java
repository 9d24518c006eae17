package io.freshet.benchmarks.recall;

import io.freshet.DocumentId;
import io.freshet.RowKey;
import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.StoredFieldVisitor;

/// A segment of a server's index as if each row had stored what its hits show. The names of the
/// stored fields are names that the segment knows already.
final class StoredRows extends FilterCodecReader {
    private final Shown shown;

    StoredRows(CodecReader segment, Shown shown) {
        super(segment);
        this.shown = shown;
    }

    @Override
    public StoredFieldsReader getFieldsReader() {
        return new Reader(in, shown);
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
        return in.getCoreCacheHelper();
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
        return in.getReaderCacheHelper();
    }

    private static final class Reader extends StoredFieldsReader {
        private final CodecReader segment;
        private final Shown shown;

        Reader(CodecReader segment, Shown shown) {
            this.segment = segment;
            this.shown = shown;
        }

        @Override
        public void document(int row, StoredFieldVisitor visitor) throws IOException {
            FieldInfos fields = segment.getFieldInfos();
            Shown.Hit hit = shown.of(key(row));
            visitor.stringField(fields.fieldInfo(Bare.TEXT), hit.text());
            visitor.stringField(fields.fieldInfo(Bare.METADATA), hit.metadata());
            for (String heading : hit.headings()) {
                visitor.stringField(fields.fieldInfo(Bare.HEADINGS), heading);
            }
            visitor.intField(fields.fieldInfo(Bare.ORDINAL), hit.ordinal());
        }

        private RowKey key(int row) throws IOException {
            BinaryDocValues keys = DocValues.getBinary(segment, "key");
            if (!keys.advanceExact(row)) {
                throw new IOException("a row without a key; row=" + row);
            }
            String key = keys.binaryValue().utf8ToString();
            int end = key.indexOf('\0');
            return new RowKey(new DocumentId(key.substring(0, end)), key.substring(end + 1));
        }

        @Override
        public StoredFieldsReader clone() {
            return new Reader(segment, shown);
        }

        @Override
        public void checkIntegrity() {}

        @Override
        public void close() {}
    }
}
