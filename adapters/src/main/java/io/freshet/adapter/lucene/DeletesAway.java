package io.freshet.adapter.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;

/// Merges as usual, but where deleted rows are to be gone it writes every segment anew that has
/// any, each alone: the usual way leaves out what is not worth the work.
final class DeletesAway extends FilterMergePolicy {
    DeletesAway() {
        super(new TieredMergePolicy());
    }

    @Override
    public MergeSpecification findForcedDeletesMerges(SegmentInfos infos, MergeContext context)
            throws IOException {
        Set<SegmentCommitInfo> merging = context.getMergingSegments();
        MergeSpecification merges = new MergeSpecification();
        for (SegmentCommitInfo segment : infos) {
            if (context.numDeletesToMerge(segment) > 0 && !merging.contains(segment)) {
                merges.add(new MergePolicy.OneMerge(List.of(segment)));
            }
        }
        return merges;
    }
}
