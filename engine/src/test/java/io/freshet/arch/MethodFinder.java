package io.freshet.arch;

import io.freshet.arch.JavaSource.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds methods by counting brackets in code without comments and literals. It understands as much
/// Java as a formatted, compiling file needs and no more: what it cannot place it takes for a
/// statement.
final class MethodFinder {
    private static final String MODIFIERS =
            "(?:(?:public|protected|private|static|final|abstract|default|synchronized|native|sealed|non-sealed) )*";
    private static final Pattern TYPE =
            Pattern.compile(
                    "^" + MODIFIERS + "(?:class|interface|enum|record|@interface) (\\w+).*");
    private static final Pattern METHOD =
            Pattern.compile(
                    "^"
                            + MODIFIERS
                            + "([\\w.]+[\\[\\] ]*) (\\w+) ?\\((.*?)\\)[\\[\\] ]*(?:(?:throws|default)\\b.*)?$");
    private static final Pattern CONSTRUCTOR =
            Pattern.compile("^" + MODIFIERS + "(\\w+) ?(?:\\((.*)\\) ?(?:throws .*)?)?$");
    private static final Pattern ANONYMOUS = Pattern.compile("\\bnew\\s+[\\w.]+\\s*$");
    private static final Pattern NOT_A_TYPE =
            Pattern.compile("return|throw|new|else|yield|case|assert|package|import|do");

    private final String code;
    private final List<Method> methods = new ArrayList<>();
    private final Deque<Block> open = new ArrayDeque<>();

    MethodFinder(String code) {
        this.code = code;
    }

    List<Method> find() {
        open.push(new Block(0, "(file)", null));
        for (int at = 0; at < code.length(); at++) {
            var block = open.element();
            switch (code.charAt(at)) {
                case '(' -> block.parentheses++;
                case ')' -> block.parentheses--;
                case '{' -> open.push(enter(block, at));
                case '}' -> leave(at);
                case ';' -> end(block, at);
                default -> {}
            }
        }
        return methods;
    }

    private Block enter(Block outer, int at) {
        var raw = code.substring(outer.start, at);
        if (outer.parentheses == 0) {
            var head = head(raw);
            var type = TYPE.matcher(head);
            if (type.matches()) {
                return new Block(at + 1, type.group(1), null);
            }
            var method = outer.type == null ? Optional.<Method>empty() : method(outer, raw, head);
            if (method.isPresent()) {
                return new Block(at + 1, null, method.get());
            }
        }
        return new Block(at + 1, isAnonymousClass(at) ? "(anonymous)" : null, null);
    }

    private void leave(int at) {
        var inner = open.pop();
        if (inner.method != null) {
            var lines =
                    (int) code.substring(inner.opened, at).chars().filter(c -> c == '\n').count()
                            + 1;
            var m = inner.method;
            methods.add(new Method(m.name(), m.position(), lines, m.parameters(), m.exempt()));
        }
        var outer = open.element();
        if (outer.parentheses == 0) {
            outer.start = at + 1;
        }
    }

    private void end(Block block, int at) {
        if (block.parentheses > 0) {
            return; // for (;;)
        }
        if (block.type != null) {
            var raw = code.substring(block.start, at);
            method(block, raw, head(raw)).ifPresent(methods::add);
        }
        block.start = at + 1;
    }

    private static Optional<Method> method(Block outer, String raw, String head) {
        if (head.replaceAll("\\(.*\\)", "").contains("=")) {
            return Optional.empty(); // a field with its value
        }
        var position = outer.start + raw.length() - raw.stripLeading().length();
        var constructor = CONSTRUCTOR.matcher(head);
        if (constructor.matches() && constructor.group(1).equals(outer.type)) {
            return Optional.of(new Method(outer.type, position, 0, 0, true));
        }
        var method = METHOD.matcher(head);
        if (method.matches() && !NOT_A_TYPE.matcher(method.group(1).strip()).matches()) {
            var exempt = raw.contains("@Override");
            return Optional.of(
                    new Method(method.group(2), position, 0, count(method.group(3)), exempt));
        }
        return Optional.empty();
    }

    private static int count(String parameters) {
        var bare = parameters;
        while (bare.contains("<")) {
            var inner = bare.replaceAll("<[^<>]*>", "");
            if (inner.equals(bare)) {
                break;
            }
            bare = inner;
        }
        return bare.isBlank() ? 0 : bare.split(",").length;
    }

    /// What stands before a body, on one line, without annotations and type parameters.
    private static String head(String raw) {
        var head = raw.replaceAll("@(?!interface)[\\w.]+", "@");
        for (int at = head.indexOf("@"); at >= 0; at = head.indexOf("@", at + 1)) {
            if (head.startsWith("@interface", at)) {
                continue;
            }
            var next = at + 1;
            while (next < head.length() && Character.isWhitespace(head.charAt(next))) {
                next++;
            }
            var close = next < head.length() && head.charAt(next) == '(' ? closing(head, next) : at;
            head = head.substring(0, at) + " " + head.substring(close + 1);
        }
        for (var shorter = ""; !shorter.equals(head); ) {
            shorter = head;
            head = head.replaceAll("<[^<>]*>", "");
        }
        return head.replaceAll("\\s+", " ")
                .replaceAll(" ?\\( ?", "(")
                .replaceAll(" ?\\) ?", ") ")
                .strip();
    }

    private static int closing(String text, int opening) {
        var depth = 0;
        for (int at = opening; at < text.length(); at++) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return text.length() - 1;
    }

    /// Does this brace open the body of `new Type(…)`?
    private boolean isAnonymousClass(int brace) {
        var at = brace - 1;
        while (at > 0 && Character.isWhitespace(code.charAt(at))) {
            at--;
        }
        if (at <= 0 || code.charAt(at) != ')') {
            return false;
        }
        var depth = 0;
        for (; at > 0; at--) {
            depth += code.charAt(at) == ')' ? 1 : code.charAt(at) == '(' ? -1 : 0;
            if (depth == 0) {
                break;
            }
        }
        var before =
                code.substring(Math.max(0, at - 200), at)
                        .replaceAll("<[^<>]*>", "")
                        .replaceAll("<[^<>]*>", "");
        return ANONYMOUS.matcher(before).find();
    }

    /// A pair of braces that is not closed yet.
    private static final class Block {
        /// The type whose body this is; null where it is a method's, a statement's or an array's.
        private final String type;

        private final Method method;
        private final int opened;

        /// Where the member or statement begins that is being read.
        private int start;

        private int parentheses;

        Block(int opened, String type, Method method) {
            this.opened = opened;
            this.start = opened;
            this.type = type;
            this.method = method;
        }
    }
}
