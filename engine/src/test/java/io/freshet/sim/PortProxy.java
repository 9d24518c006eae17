package io.freshet.sim;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/// A port with something done around each of its calls. Written against the interface and not
/// method by method, so that it holds for calls that a port is given later.
public interface PortProxy {
    /// @return what the caller gets
    Object around(Call call) throws Throwable;

    /// A call of a port that has not been made yet.
    record Call(Object real, Method method, Object[] arguments) {
        public String name() {
            return method.getName();
        }

        public Object argument(int index) {
            return arguments[index];
        }

        List<?> list(int argument) {
            return (List<?>) arguments[argument];
        }

        public Object proceed() throws Throwable {
            return proceed(arguments);
        }

        Object proceed(Object... others) throws Throwable {
            try {
                return method.invoke(real, others);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    static <T> T of(Class<T> port, T real, PortProxy proxy) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> proxy.around(new Call(real, method, arguments))));
    }
}
