% The course's loss, answering hinge check: ./hinge check --exec "octave-cli -q samples/check/my_svm.m" (Octave 7 or later)
1;

function [loss, dW] = svm_loss(W, X, y, lambda)
  N = rows(X); loss = lambda * sum(W(:) .^ 2); dW = 2 * lambda * W;
  for i = 1:N
    s = X(i, :) * W;
    for j = 1:columns(W)
      v = s(j) - s(y(i)) + 1;
      if j != y(i) && v > 0
        loss += v / N;
        dW(:, j) += X(i, :)' / N;
        dW(:, y(i)) -= X(i, :)' / N;
      end
    end
  end
end

while true
  try, line = input("", "s"); catch, break; end   % fgetl(stdin) would wait for the line after this one
  m = jsondecode(line);
  if isfield(m, "X"), X = m.X; y = m.y + 1; end   % Octave counts from 1
  [loss, dW] = svm_loss(m.W, X, y, m.lambda);
  printf('{"loss": %.17g, "dW": %s}\n', loss, jsonencode(dW)); fflush(stdout);
end
