package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.Submission;
import io.freshet.spi.Journal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/// Counts the events that a journal took, whether or not anybody hears of it, apart for clients and
/// for sources.
final class Written {
    private long byClients;
    private long bySources;
    private long parked;

    Journal counting(Journal real) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, arguments) -> {
                            try {
                                Object answer = method.invoke(real, arguments);
                                if (method.getName().equals("append")) {
                                    count((List<?>) arguments[0], (List<?>) answer);
                                }
                                if (method.getName().equals("park")) {
                                    parked += ((List<?>) answer).size();
                                }
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void count(List<?> submissions, List<?> answers) {
        for (int i = 0; i < submissions.size(); i++) {
            if (submissions.get(i) instanceof Submission submission
                    && answers.get(i) instanceof Admission.Accepted accepted) {
                boolean isSource = submission.progress().isPresent();
                bySources += isSource ? accepted.entries().size() : 0;
                byClients += isSource ? 0 : accepted.entries().size();
            }
        }
    }

    long byClients() {
        return byClients;
    }

    /// Documents that have become dead letters.
    long parked() {
        return parked;
    }

    long all() {
        return byClients + bySources;
    }
}
